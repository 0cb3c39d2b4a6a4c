import { useEffect, useState, type ReactNode } from 'react';
import { useApp } from '../../state/store.ts';
import { newsBetween, toldTogether, type News } from './announcements.ts';

/** What happens within this time is said in one sentence. */
const TOGETHER_MS = 700;

/** Says aloud what changed: who asks for what, who is done, who cannot go on. Nothing that is merely going on. */
export function Announcer(): ReactNode {
  const [said, say] = useState({ text: '', turn: 0 });
  useEffect(() => {
    let pending: News[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      timer = undefined;
      const text = toldTogether(pending, useApp.getState().board.sessions.values());
      pending = [];
      if (text !== '') say(({ turn }) => ({ text, turn: turn + 1 }));
    };
    const heard = useApp.subscribe(({ board }, { board: before }) => {
      if (board.sessions === before.sessions || !before.loaded) return;
      pending.push(...newsBetween(before.sessions, board.sessions));
      if (pending.length > 0) timer ??= setTimeout(tell, TOGETHER_MS);
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
