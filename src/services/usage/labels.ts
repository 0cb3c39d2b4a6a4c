import { AgentName } from '../../contract/agent.ts';
import type { UsageGroup, UsageRow } from '../../contract/usage.ts';
import type { Calendar } from '../../lib/calendar.ts';
import type { UsageFact } from '../../ports/history-store.ts';

/** What a row is called: one field for each group. */
export type Labels = Pick<UsageRow, 'day' | 'agent' | 'project' | 'model' | 'session' | 'subagent'>;

/** What a fact is in one group; null: it does not say (`day`), or it is none (`subagent`). */
export function valueOf(group: UsageGroup, fact: UsageFact, calendar: Calendar): string | null {
  switch (group) {
    case 'day':
      return fact.at === null ? null : calendar.dayOf(fact.at);
    case 'session':
      return `${fact.agent}:${fact.sessionId}`;
    case 'subagent':
      return fact.agentId;
    case 'agent':
      return fact.agent;
    case 'project':
      return fact.project;
    case 'model':
      return fact.model;
  }
}

export function labelsOf(by: readonly UsageGroup[], fact: UsageFact, calendar: Calendar): Labels {
  const labels: Labels = {};
  for (const group of by) {
    const value = valueOf(group, fact, calendar);
    if (group === 'subagent') labels.subagent = value;
    else if (value !== null && group === 'agent') labels.agent = AgentName.parse(value);
    else if (value !== null && group !== 'agent') labels[group] = value;
  }
  return labels;
}

/** By day; within a day what cost most first, then what used most. Rows without a day are last. */
export function inOrder(a: UsageRow, b: UsageRow): number {
  return (
    compare(a.day ?? '9999', b.day ?? '9999') ||
    (b.cost ?? 0) - (a.cost ?? 0) ||
    allTokens(b) - allTokens(a) ||
    compare(nameOf(a), nameOf(b))
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function allTokens({ tokens: { input, output, cacheRead, cacheWrite } }: UsageRow): number {
  return input + output + cacheRead + cacheWrite;
}

function nameOf({ agent, project, model, session, subagent }: UsageRow): string {
  return [agent, project, model, session, subagent].join('\0');
}
