import type { Choice, PermissionRequest } from '../../../contract/request.ts';
import type { Session } from '../../../contract/session.ts';
import type { z } from 'zod';

export type Permission = z.infer<typeof PermissionRequest>;

export interface Ask {
  session: Session;
  request: Permission;
}

/** Permissions for one tool that wait at the same time. */
export interface Alike {
  tool: string;
  asks: readonly Ask[];
  sessions: number;
}

/** What can be looked through in one go: the same tool in several sessions, or often in one; the longest wait first. */
export function alikeOf(sessions: readonly Session[]): Alike[] {
  const byTool = new Map<string, Ask[]>();
  for (const session of sessions) {
    for (const request of session.requests) {
      if (request.kind !== 'permission') continue;
      byTool.set(request.tool, [...(byTool.get(request.tool) ?? []), { session, request }]);
    }
  }
  return [...byTool]
    .map(([tool, asks]) => ({
      tool,
      asks: asks.toSorted((a, b) => a.request.openedAt - b.request.openedAt),
      sessions: new Set(asks.map(({ session }) => session.key)).size,
    }))
    .filter(({ asks, sessions: among }) => among > 1 || asks.length > 2)
    .sort((a, b) => b.asks.length - a.asks.length || a.tool.localeCompare(b.tool));
}

/** The choice that allows this once; null: it cannot be allowed from here. */
export function allowOf({ request }: Ask): Choice | null {
  if (request.answer.channel === 'none') return null;
  return request.choices.find(({ effect }) => effect === 'allow') ?? null;
}

/** Chosen from the start: what can be allowed, and has nothing in it to look at twice. */
export function isPreselected(ask: Ask): boolean {
  return allowOf(ask) !== null && (ask.request.risks ?? []).length === 0;
}
