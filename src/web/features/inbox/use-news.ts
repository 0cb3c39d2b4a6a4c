import { useEffect, useRef, useState } from 'react';
import { requestOf } from '../../state/outbox.ts';
import { useApp } from '../../state/store.ts';
import { toast } from '../../state/toasts.ts';
import { describeAction } from '../delivery/describe-action.ts';
import { asksLine } from './queue-list.tsx';
import type { Leaving, Waiting } from './queue.ts';
import { tInbox } from './texts.ts';

/** Tells of decisions that came back while something else is looked at; their row says so for as long as it is so. */
export function useCameBack(queue: readonly Waiting[], shown: string, choose: (id: string) => void): void {
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const back = queue.filter((waiting) => waiting.back !== null);
    const before = known.current;
    known.current = new Set(back.map(nameOf));
    if (before === null) return;
    for (const waiting of back) {
      if (before.has(nameOf(waiting)) || waiting.request.id === shown) continue;
      const { id } = waiting.request;
      toast(tInbox('inbox.cameBack', { what: asksLine(waiting), why: whyOf(waiting) }), {
        tone: 'bad',
        action: { label: tInbox('inbox.look'), run: () => choose(id) },
      });
    }
  }, [queue, shown, choose]);
}

const LOST: ReadonlySet<string> = new Set(['refused', 'failed', 'unknown']);

/** Tells of decisions made here whose request is gone, and that came to nothing: they are in the list of what was decided. */
export function useTooLate(queue: readonly Waiting[]): void {
  const commands = useApp((state) => state.board.commands);
  const sent = useApp((state) => state.sent);
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    const asked = new Set(queue.map(({ request }) => request.id));
    const lost = [...commands.values()].filter(({ id, action, delivery }) => {
      const about = requestOf(action);
      return sent.has(id) && about !== null && !asked.has(about) && LOST.has(delivery.state);
    });
    const before = known.current ?? new Set(lost.map(({ id }) => id));
    for (const { id, action, delivery } of lost) {
      if (before.has(id)) continue;
      before.add(id);
      toast(tInbox('inbox.lost', { what: describeAction(action), why: delivery.reason?.message ?? '' }), {
        tone: 'bad',
      });
    }
    known.current = before;
  }, [commands, sent, queue]);
}

/** What was just decided and how many are left, to be said aloud. */
export function useSaid(leaving: readonly Leaving[], left: number): string {
  const [last, setLast] = useState<{ id: string; text: string }>({ id: '', text: '' });
  const newest = leaving.at(-1);
  const id = newest?.request.id ?? '';
  if (newest !== undefined && id !== last.id)
    setLast({ id, text: tInbox('inbox.left', { did: describeAction(newest.action, newest.request), n: left }) });
  return last.text;
}

function nameOf({ request, back }: Waiting): string {
  if (back === null) return '';
  return `${request.id} ${back.how} ${back.how === 'notTaken' ? back.outgoing.key : back.command.id}`;
}

function whyOf({ back }: Waiting): string {
  if (back === null) return '';
  const message = back.how === 'notTaken' ? back.outgoing.problem?.message : back.command.delivery.reason?.message;
  return message ?? tInbox(`inbox.back.${back.how}`);
}
