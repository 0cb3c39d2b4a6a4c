import type { History, MissionControl } from '../../services/api.ts';
import type { Handlers } from './handlers.ts';

type HistoryHandlers = Pick<
  Handlers,
  | 'record'
  | 'timeline'
  | 'history'
  | 'historyEntry'
  | 'search'
  | 'usage'
  | 'index'
  | 'verifyIndex'
  | 'rebuildIndex'
  | 'forgetDeleted'
>;

/** What was ever written down: sessions, records, search, usage, and the index that knows them. */
export function historyHandlers({ mission: { history } }: { mission: MissionControl }): HistoryHandlers {
  return {
    record: async ({ params, query }) => ok(await history.record({ ...params, ...query })),
    timeline: ({ params: { key } }) => ok(history.timeline(key)),
    history: ({ query: { cursor = null, limit, deleted, ...words } }) =>
      ok(history.list({ cursor, limit, ...given(words), ...(deleted === 'only' ? { sourceDeleted: true } : {}) })),
    historyEntry: ({ params: { key } }) => ok(history.entry(key)),
    search: async ({ query: { q, cursor = null, limit } }) => ok(await history.search({ query: q, cursor, limit })),
    usage: async ({ query }) => ok(await history.usage(usageRequest(query))),
    index: () => ok(history.progress()),
    verifyIndex: async () => ok(await history.verify()),
    rebuildIndex: async () => ok(await history.rebuild()),
    forgetDeleted: async ({ body: { session = null } }) => ok({ forgotten: await history.forgetDeleted(session) }),
  };
}

type UsageQuery = Parameters<Handlers['usage']>[0]['query'];

function usageRequest({ by, from, to, project, session, zone }: UsageQuery): Parameters<History['usage']>[0] {
  return {
    by,
    from: from ?? null,
    to: to ?? null,
    timeZone: zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...given({ project, sessionKey: session }),
  };
}

/** Without what was not given. */
function given<T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } {
  const found = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found) as { [K in keyof T]?: string };
}

function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}
