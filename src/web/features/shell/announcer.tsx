import { useEffect, useState, type ReactNode } from 'react';
import { isLive, useApp } from '../../state/store.ts';
import { newsBetween, toldTogether, type News } from './announcements.ts';
import { tShell } from './texts.ts';

/** What happens within this time is said in one sentence. */
const TOGETHER_MS = 700;

/** Says aloud what changed: who asks for what, who is done, who cannot go on. Nothing that is merely going on. */
export function Announcer(): ReactNode {
  const [said, say] = useState({ text: '', turn: 0 });
  useEffect(() => {
    let pending: News[] = [];
    // That it is gone is said where it is shown; what is shown when it is back is nothing.
    let wasAway = false;
    let isBack = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      timer = undefined;
      const news = toldTogether(pending, useApp.getState().board.sessions.values());
      const text = [...(isBack ? [tShell('news.back')] : []), news].join(' ').trim();
      pending = [];
      isBack = false;
      if (text !== '') say(({ turn }) => ({ text, turn: turn + 1 }));
    };
    const heard = useApp.subscribe((state, { board: before }) => {
      const { board, connection } = state;
      if (connection.phase === 'reconnecting' || connection.phase === 'stale') wasAway = true;
      else if (wasAway && isLive(state)) [wasAway, isBack] = [false, true];
      if (board.sessions !== before.sessions && before.loaded)
        pending.push(...newsBetween(before.sessions, board.sessions));
      if (isBack || pending.length > 0) timer ??= setTimeout(tell, TOGETHER_MS);
    });
    return () => {
      heard();
      clearTimeout(timer);
    };
  }, []);
  return (
    <div className="sr-only" role="status" aria-live="polite" data-announcer="">
      {/* A new element each time: the same words again are said again. */}
      <span key={said.turn}>{said.text}</span>
    </div>
  );
}
