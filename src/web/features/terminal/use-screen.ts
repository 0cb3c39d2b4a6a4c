import { useEffect, useState } from 'react';
import { followScreen, type ScreenFollowState } from '../../../client/screen.ts';
import type { PaneScreen } from '../../../contract/screen.ts';
import { authHeaders } from '../../state/auth.ts';
import { noteRefusal } from '../../state/connection.ts';

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

/** Follows a session's pane while somebody can see it: a page in the background asks for nothing. */
export function useScreen(sessionKey: string): FollowedScreen {
  const [followed, setFollowed] = useState(NOTHING);
  const visible = usePageVisible();
  useEffect(() => {
    if (!visible) return;
    const stop = new AbortController();
    void followScreen({
      baseUrl: '',
      headers: authHeaders,
      sessionKey,
      signal: stop.signal,
      onEvent: (event) =>
        setFollowed((before) =>
          event.type === 'screen'
            ? { ...before, screen: event.screen, why: null }
            : { ...before, why: event.reason, isOver: event.type === 'gone' },
        ),
      onState: (state) => {
        if ('error' in state) noteRefusal(state.error);
        setFollowed((before) => ({
          ...before,
          phase: state.phase,
          ...('error' in state ? { why: state.error.message } : {}),
          isOver: state.phase === 'refused',
        }));
      },
    });
    return () => stop.abort();
  }, [sessionKey, visible]);
  return visible ? followed : { ...followed, phase: 'connecting' };
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
