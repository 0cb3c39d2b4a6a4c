import type { RateLimit, Span } from '../../src/contract/usage.ts';
import { waitedHours } from '../../src/core/usage/waits.ts';
import type { HistoryStore, UsageFact } from '../../src/ports/history-store.ts';

export interface Facts {
  facts?: Iterable<UsageFact>;
  spans?: Readonly<Record<string, readonly Span[]>>;
  limits?: readonly RateLimit[];
  /** Session key → project and title. */
  sessions?: Readonly<Record<string, { project: string; title: string }>>;
}

/** A `HistoryStore` of what a usage report is made from; everything else of it throws. */
export function factsStore({ facts = [], spans = {}, limits = [], sessions = {} }: Facts): HistoryStore {
  const part: Partial<HistoryStore> = {
    *usage({ from, to, project, sessionKey }) {
      for (const fact of facts) {
        if (from !== null && (fact.at === null || fact.at < from)) continue;
        if (to !== null && (fact.at === null || fact.at >= to)) continue;
        if (project !== undefined && !fact.project.includes(project)) continue;
        if (sessionKey !== undefined && sessionKey !== `${fact.agent}:${fact.sessionId}`) continue;
        yield fact;
      }
    },
    spans: (key) => spans[key] ?? [],
    waited: () => Object.values(spans).flatMap(waitedHours),
    limits: () => limits,
    list({ filter, cursor, limit }) {
      const all = Object.entries(sessions).filter(([, { project }]) => project.includes(filter.project ?? ''));
      const from = Number(cursor ?? 0);
      const page = all.slice(from, from + limit).map(([key, { title }]) => ({ key, title }));
      const next = from + limit < all.length ? String(from + limit) : null;
      return { sessions: page as never, total: all.length, next };
    },
  };
  return new Proxy(part as HistoryStore, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name);
      throw new Error(`A usage report asked the store for ${String(name)}.`);
    },
  });
}
