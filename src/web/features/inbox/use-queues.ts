import { useMemo } from 'react';
import { useStored, writeStored } from '../../state/persisted.ts';
import { useApp } from '../../state/store.ts';
import { queuesOf, RULES, type Queues, type Rule } from './queue.ts';

/** In which order this browser shows what waits. */
export function useRule(): { rule: Rule; setRule: (rule: Rule) => void } {
  const stored = useStored('inbox.rule');
  return {
    rule: RULES.find((rule) => rule === stored) ?? 'oldest',
    setRule: (rule) => writeStored('inbox.rule', rule === 'oldest' ? '' : rule),
  };
}

export function useQueues(): Queues {
  const { rule } = useRule();
  const sessions = useApp((state) => state.board.sessions);
  const commands = useApp((state) => state.board.commands);
  const outbox = useApp((state) => state.outbox);
  return useMemo(() => queuesOf(sessions.values(), { commands, outbox }, rule), [sessions, commands, outbox, rule]);
}
