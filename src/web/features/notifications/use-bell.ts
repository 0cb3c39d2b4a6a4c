import { useEffect } from 'react';
import type { Notice } from '../../../contract/settings.ts';
import { onStreamEvent } from '../../state/events.ts';
import { readStored } from '../../state/stored.ts';
import { useApp } from '../../state/store.ts';
import { noticePermission } from './browser-notices.ts';
import { clearNotices, showNotice } from './show-notice.ts';
import { playTone } from './tone.ts';

/** What is told again after a connection was lost is shown only if it is still new, ms. */
const FRESH_MS = 60_000;
const LOCK = 'amc.bell';

/** Shows notices as they come. Of all windows of a browser one has the bell; when it closes, the next one takes it. */
export function useBell(): void {
  useEffect(() => {
    let holds = false;
    const release = takeBell(() => (holds = true));
    const rung = new Set<string>();
    const unfollow = onStreamEvent('notice', ({ notice }) => {
      if (!holds || rung.has(notice.id) || !isFresh(notice)) return;
      rung.add(notice.id);
      ring(notice);
    });
    const unwatch = useApp.subscribe(({ board }, { board: before }) => {
      if (board.sessions !== before.sessions) clearNotices(board.sessions);
    });
    return () => {
      unfollow();
      unwatch();
      release();
    };
  }, []);
}

function ring({ show, sound, ...notice }: Notice): void {
  if (show && noticePermission() === 'granted' && readStored('notices') !== 'off') {
    showNotice({ show, sound, ...notice });
  }
  if (sound) void playTone();
}

function isFresh({ at }: Notice): boolean {
  return Date.now() + useApp.getState().board.skewMs - at < FRESH_MS;
}

/** Where a browser has no locks (on a page it does not trust), each window rings for itself. */
function takeBell(taken: () => void): () => void {
  if (!('locks' in navigator)) {
    taken();
    return () => {};
  }
  const waiting = new AbortController();
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  navigator.locks
    .request(LOCK, { signal: waiting.signal }, () => {
      taken();
      return held;
    })
    .catch(() => undefined);
  return () => {
    waiting.abort();
    release();
  };
}
