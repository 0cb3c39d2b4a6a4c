import { useEffect, useState } from 'react';
import type { Session, SessionKey } from '../../../contract/session.ts';
import { statusOf } from '../../../client/problem.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import { isLive, useApp } from '../../state/store.ts';

export type Found =
  | { phase: 'found'; session: Session; onBoard: boolean }
  | { phase: 'loading' }
  | { phase: 'missing' }
  | { phase: 'failed'; error: Error; retry: () => void };

type Asked = { key: SessionKey; outcome: Session | 'missing' | Error };

/** A session: the board's own, else what is remembered of it. What is not on the board never gets there from here. */
export function useSession(key: SessionKey | null): Found {
  const onBoard = useApp((state) => (key === null ? undefined : state.board.sessions.get(key)));
  const live = useApp(isLive);
  const [asked, setAsked] = useState<Asked | null>(null);
  const wanted = key !== null && onBoard === undefined && live && asked?.key !== key ? key : null;
  useEffect(() => {
    if (wanted === null) return;
    const controller = new AbortController();
    client.call('session', { params: { key: wanted }, signal: controller.signal }).then(
      (outcome) => setAsked({ key: wanted, outcome }),
      (error: unknown) => {
        if (controller.signal.aborted) return;
        noteRefusal(error);
        setAsked({ key: wanted, outcome: statusOf(error) === 404 ? 'missing' : asError(error) });
      },
    );
    return () => controller.abort();
  }, [wanted]);

  if (onBoard !== undefined) return { phase: 'found', session: onBoard, onBoard: true };
  if (key === null) return { phase: 'missing' };
  if (asked?.key !== key) return { phase: 'loading' };
  const { outcome } = asked;
  if (outcome === 'missing') return { phase: 'missing' };
  if (outcome instanceof Error) return { phase: 'failed', error: outcome, retry: () => setAsked(null) };
  return { phase: 'found', session: outcome, onBoard: false };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
