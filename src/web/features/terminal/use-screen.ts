import { useEffect, useState } from 'react';
import { followScreen, type ScreenFollowState } from '../../../client/screen.ts';
import type { PaneScreen, ScreenEvent } from '../../../contract/screen.ts';
import { authHeaders } from '../../state/auth.ts';
import { noteRefusal } from '../../state/connection.ts';
import { followTogether } from '../../stream/shared-screen.ts';

export interface FollowedScreen {
  phase: ScreenFollowState['phase'];
  /** As it was told last; null: never. */
  screen: PaneScreen | null;
  /** Why it is not what is there now; null: it is. */
  why: string | null;
  /** Nothing more will come. */
  isOver: boolean;
}

const NOTHING: FollowedScreen = { phase: 'connecting', screen: null, why: null, isOver: false };

type Change = (change: (before: FollowedScreen) => FollowedScreen) => void;

/** Follows a session's pane while somebody can see it: a page in the background asks for nothing. */
export function useScreen(sessionKey: string): FollowedScreen {
  const [followed, setFollowed] = useState(NOTHING);
  const visible = usePageVisible();
  useEffect(() => (visible ? follow(sessionKey, setFollowed) : undefined), [sessionKey, visible]);
  return followed;
}

/** By the connection that all windows share, or by an own one where that cannot be had. */
function follow(sessionKey: string, change: Change): () => void {
  let stop = (): void => {};
  const alone = (): void => {
    stop = followAlone(sessionKey, change);
  };
  try {
    stop = followTogether({
      sessionKey,
      headers: authHeaders,
      onMessage: (message) => {
        if (message.type === 'event') change(withEvent(message.event));
        else change((before) => ({ ...before, phase: 'lost', why: message.why }));
      },
      onLost: alone,
    });
  } catch {
    alone();
  }
  return () => {
    stop();
    // Whoever looks again sees how it was, until it is told anew.
    change((before) => ({ ...before, phase: 'connecting', isOver: false }));
  };
}

function followAlone(sessionKey: string, change: Change): () => void {
  const stop = new AbortController();
  void followScreen({
    baseUrl: '',
    headers: authHeaders,
    sessionKey,
    signal: stop.signal,
    onEvent: (event) => change(withEvent(event)),
    onState: (state) => {
      // The connection stands; what is there now comes with the first event.
      if (state.phase === 'live') return;
      if ('error' in state) noteRefusal(state.error);
      change((before) => ({
        ...before,
        phase: state.phase,
        ...('error' in state ? { why: state.error.message } : {}),
        isOver: state.phase === 'refused',
      }));
    },
  });
  return () => stop.abort();
}

function withEvent(event: ScreenEvent): (before: FollowedScreen) => FollowedScreen {
  return (before) =>
    event.type === 'screen'
      ? { ...before, phase: 'live', screen: event.screen, why: null }
      : { ...before, phase: 'live', why: event.reason, isOver: event.type === 'gone' };
}

/** False while the page is in the background. */
export function usePageVisible(): boolean {
  const [visible, setVisible] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const changed = (): void => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, []);
  return visible;
}
