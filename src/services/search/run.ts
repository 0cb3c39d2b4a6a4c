import type { SearchHit, SearchReply } from '../../contract/search.ts';
import { AgentName } from '../../contract/agent.ts';
import { SessionKey } from '../../contract/session.ts';
import { roleOf } from '../../core/search/item-text.ts';
import { parseQuery } from '../../core/search/parse.ts';
import { snippetOf } from '../../core/search/snippet.ts';
import type { HistoryStore } from '../../ports/history-store.ts';
import type { SearchRequest } from '../../ports/transcript-index.ts';
import { itemAt } from '../history/layout.ts';
import { BlockSearch, type RankedMatch } from './block-search.ts';
import { copyKey } from './copies.ts';
import { readCursor, writeCursor, type Position } from './cursor.ts';
import { keyOf, Sessions } from './sessions.ts';
import { collectAgain, Windows, type Window } from './windows.ts';

/** Whether everything is in the index yet, only its reader knows. */
export type SearchFindings = Omit<SearchReply, 'complete'>;

/**
 * Answers a search. Blocks are looked at from the newest to the oldest, in windows of some dozens; the matches of a
 * window are told best first, then those of the next. Relative dates are told against `now` (ms since the epoch), days
 * are days of this machine's time zone. Throws `query_invalid` with its place, and `cursor_invalid`.
 */
export function runSearch(options: { store: HistoryStore; request: SearchRequest; now: number }): SearchFindings {
  const { store, request } = options;
  const startedAt = performance.now();
  const position = positionOf(request, options.now);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const query = parseQuery(request.query, { now: position.now, timeZone });
  const sessions = new Sessions(store);
  const search = new BlockSearch({ store, sessions, query, now: position.now });
  const page = collectPage(search, position, { limit: request.limit, deadline: startedAt + request.budgetMs });
  return {
    hits: page.matches.map((found) => toHit(found, sessions)),
    next: page.next === null ? null : writeCursor(request.query, page.next),
    exhausted: page.exhausted,
    tookMs: Math.round((performance.now() - startedAt) * 10) / 10,
  };
}

function positionOf({ query, cursor }: SearchRequest, now: number): Position {
  return cursor === null ? { now, after: null, upTo: null, told: null, isLast: false } : readCursor(query, cursor);
}

interface Page {
  matches: readonly RankedMatch[];
  next: Position | null;
  exhausted: boolean;
}

/** What was held back of a window comes first, then window after window until the page is full or the time is up. */
function collectPage(search: BlockSearch, position: Position, { limit, deadline }: Bounds): Page {
  const matches: RankedMatch[] = [];
  const taken = new Set<string>();
  const take = (window: Window, told: Position['told']): Position | null => {
    const untold = told === null ? window.matches : window.behind(told);
    const rest = untold.filter((match) => !taken.has(copyKey(match)));
    for (const match of rest) taken.add(copyKey(match));
    matches.push(...rest.slice(0, limit - matches.length));
    const last = matches.at(-1);
    if (last === undefined || rest.at(-1) === undefined || rest.at(-1) === last) return null;
    const { start: after, end: upTo, isLast } = window;
    return { now: position.now, after, upTo, told: last.rank, isLast };
  };
  let after = position.after;
  if (position.upTo !== null) {
    const heldBack = take(collectAgain(search, position.after, position.upTo, position.isLast), position.told);
    if (heldBack !== null) return { matches, next: heldBack, exhausted: position.isLast };
    if (position.isLast) return { matches, next: null, exhausted: true };
    after = position.upTo;
  }
  const windows = new Windows(search, after, { wanted: limit, deadline });
  while (matches.length < limit) {
    const window = windows.next();
    const heldBack = take(window, null);
    if (heldBack !== null) return { matches, next: heldBack, exhausted: window.isLast };
    if (window.isLast) return { matches, next: null, exhausted: true };
    after = window.end;
    if (performance.now() >= deadline) break;
  }
  return { matches, next: { now: position.now, after, upTo: null, told: null, isLast: false }, exhausted: false };
}

interface Bounds {
  limit: number;
  /** As `performance.now()`. */
  deadline: number;
}

function toHit({ match, ref, tool }: RankedMatch, sessions: Sessions): SearchHit {
  const session = sessions.of(ref);
  const item = itemAt(match.item, sessions.beginOf(ref));
  return {
    session: SessionKey.parse(keyOf(ref)),
    agent: AgentName.parse(ref.session.agent),
    title: session?.title ?? '',
    project: session?.project.name ?? '',
    ...(ref.session.agentId === null ? {} : { agentId: ref.session.agentId }),
    itemId: item.id,
    offset: item.offset,
    ...(item.at === undefined ? {} : { at: item.at }),
    role: roleOf(item),
    ...(tool === undefined ? {} : { tool }),
    snippet: snippetOf(match.text, match.places),
    sourceDeleted: session?.sourceDeleted ?? false,
  };
}
