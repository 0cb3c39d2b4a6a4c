import type { ConversationItem } from '../contract/conversation.ts';
import type { HistoryEntry } from '../contract/history.ts';
import type { SearchHit, SearchReply } from '../contract/search.ts';
import { isError, roleOf } from '../core/search/item-text.ts';
import { Matcher } from '../core/search/match.ts';
import { parseQuery } from '../core/search/parse.ts';
import type { Filter } from '../core/search/query.ts';
import { snippetOf } from '../core/search/snippet.ts';

/** A conversation that can be searched. */
export interface Searched {
  entry: HistoryEntry;
  items: readonly ConversationItem[];
  files: readonly string[];
}

export interface SearchOptions {
  query: string;
  cursor: string | null;
  limit: number;
  now: number;
  timeZone: string;
}

/** The real query language over the conversations of the demo, newest first. Throws `query_invalid`. */
export function searchDemo(
  all: readonly Searched[],
  { query, cursor, limit, now, timeZone }: SearchOptions,
): SearchReply {
  const matcher = new Matcher(parseQuery(query, { now, timeZone }));
  const hits = all
    .toSorted((a, b) => b.entry.lastAt - a.entry.lastAt)
    .flatMap((searched) => hitsIn(searched, matcher))
    .toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0));
  const from = Number(cursor ?? 0);
  const isLast = from + limit >= hits.length;
  return {
    hits: hits.slice(from, from + limit),
    next: isLast ? null : String(from + limit),
    exhausted: true,
    tookMs: 1,
    complete: true,
  };
}

function hitsIn({ entry, items, files }: Searched, matcher: Matcher): SearchHit[] {
  const tools = new Map(
    items.flatMap((item) => (item.kind === 'tool_call' ? [[item.callId, item.tool] as const] : [])),
  );
  const toolOf = (item: ConversationItem): string | undefined =>
    item.kind === 'tool_call' || item.kind === 'tool_result' ? tools.get(item.callId) : undefined;
  const passes = ({ filter }: { filter: Filter }, item: ConversationItem): boolean =>
    filterPasses(filter, item, { entry, files, tool: toolOf(item) });
  return matcher.match(items, passes).map(({ item, text, places }) => {
    const tool = toolOf(item);
    return {
      session: entry.key,
      agent: entry.agent,
      title: entry.title,
      project: entry.project.name,
      itemId: item.id,
      offset: item.offset,
      ...(item.at === undefined ? {} : { at: item.at }),
      role: roleOf(item),
      ...(tool === undefined ? {} : { tool }),
      snippet: snippetOf(text, places),
      sourceDeleted: entry.sourceDeleted,
    };
  });
}

interface Around {
  entry: HistoryEntry;
  files: readonly string[];
  tool: string | undefined;
}

function filterPasses(filter: Filter, item: ConversationItem, { entry, files, tool }: Around): boolean {
  switch (filter.name) {
    case 'agent':
      return entry.agent === filter.value;
    case 'session':
      return entry.key.startsWith(filter.value) || entry.id.startsWith(filter.value);
    case 'in':
      return entry.sourceDeleted;
    case 'project':
      return holds(entry.project.dir, filter.value);
    case 'model':
      return entry.models.some((model) => holds(model, filter.value));
    case 'branch':
      return entry.project.branch?.toLowerCase() === filter.value.toLowerCase();
    case 'file':
      return files.some((path) => holds(path, filter.value));
    case 'role':
      return roleOf(item) === filter.value;
    case 'tool':
      return tool?.toLowerCase() === filter.value.toLowerCase();
    case 'has':
      return isError(item);
    case 'after':
    case 'before':
    case 'on':
      return item.at !== undefined && item.at >= (filter.from ?? -Infinity) && item.at < (filter.to ?? Infinity);
  }
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
