import { useEffect, useState } from 'react';
import { useSearchParams } from 'wouter';
import { requestOf } from '../../state/outbox.ts';
import { useApp, type AppState } from '../../state/store.ts';
import type { Queues, Waiting } from './queue.ts';

/** Why what is shown is not asked any more, when it was not decided here. */
export type Over = 'asked' | 'elsewhere';

export interface Current {
  /** null: nothing waits. */
  shown: Waiting | null;
  /** Where it stands in the queue; -1: it left it. */
  index: number;
  over: Over | null;
  choose: (id: string) => void;
}

/**
 * The request that is shown. What was decided here makes room for the one that took its place; what went away by itself
 * stays in view until somebody goes on, so that nothing slides under a hand.
 */
export function useCurrent({ queue, leaving, snoozed }: Queues): Current {
  const [params, setParams] = useSearchParams();
  const wanted = params.get('at') ?? '';
  const [last, setLast] = useState<{ waiting: Waiting; index: number } | null>(null);
  const own = useApp((state) => last !== null && isOwn(state, last.waiting));
  const found = queue.findIndex(({ request }) => request.id === wanted);
  const gone = last !== null && found === -1 && last.waiting.request.id === wanted;
  const asleep = gone && snoozed.some(({ key }) => key === last.waiting.session.key);
  const held = gone && !own && !asleep ? last.waiting : null;
  const index = held !== null ? -1 : found !== -1 ? found : nextIndex(last?.index ?? 0, queue.length);
  const shown = held ?? queue[index] ?? null;
  const id = shown?.request.id ?? '';
  const choose = (next: string): void => {
    setParams(withAt(params, next), { replace: true, state: history.state });
  };
  useEffect(() => {
    if (held !== null || shown === null) return;
    // oxlint-disable-next-line react-hooks/set-state-in-effect -- what is shown now is what may be gone next
    setLast((before) => (before?.waiting === shown && before.index === index ? before : { waiting: shown, index }));
  }, [held, shown, index]);
  useEffect(() => {
    if (id === '' || id === wanted) return;
    setParams((before) => withAt(before, id), { replace: true, state: history.state });
  }, [id, wanted, setParams]);
  const decidedElsewhere = held !== null && leaving.some(({ request }) => request.id === id);
  return { shown, index, over: held === null ? null : decidedElsewhere ? 'elsewhere' : 'asked', choose };
}

/** The one that took its place; behind the last comes the first. */
function nextIndex(index: number, length: number): number {
  return index < length ? index : 0;
}

/** Whether this page decided it. */
function isOwn({ board, sent, outbox }: AppState, { session, request }: Waiting): boolean {
  const byPrompt = request.kind === 'prose_question' || request.kind === 'error';
  if (outbox.some(({ action }) => requestOf(action) === request.id)) return true;
  if (byPrompt && outbox.some(({ sessionKey }) => sessionKey === session.key)) return true;
  for (const { id, action, sessionKey, createdAt } of board.commands.values()) {
    if (!sent.has(id)) continue;
    if (requestOf(action) === request.id) return true;
    if (byPrompt && sessionKey === session.key && action.type === 'prompt' && createdAt >= request.openedAt)
      return true;
  }
  return false;
}

function withAt(params: URLSearchParams, id: string): URLSearchParams {
  const next = new URLSearchParams(params);
  next.set('at', id);
  return next;
}
