import { stat } from 'node:fs/promises';
import type { ConversationItem, ConversationPage } from '../../contract/conversation.ts';
import type { Line } from '../../lib/line-splitter.ts';
import type { PageQuery } from '../../ports/agent.ts';
import type { PageReader } from '../../ports/log-reader.ts';
import { itemsOf } from './conversation.ts';
import { readRecord } from './record.ts';

/** A page never reads more of a file than this, however little of it is conversation; it is shorter then. */
const MAX_PAGE_BYTES = 32 * 1024 * 1024;

export interface PageOptions {
  pages: PageReader;
  path: string;
  query: PageQuery;
}

/**
 * A page of a transcript; the newest without a cursor. Reads only the blocks it needs. Broken lines are told in
 * `problems`. A cursor behind the end of the file (it was rewritten) gives the newest page.
 */
export async function conversationPage({ pages, path, query }: PageOptions): Promise<ConversationPage> {
  if (query.after === undefined) return newestBefore({ pages, path, query });
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  return size < query.after
    ? newestBefore({ pages, path, query: { limit: query.limit } })
    : after({ pages, path, query }, query.after);
}

async function newestBefore({ pages, path, query: { before, limit } }: PageOptions): Promise<ConversationPage> {
  const found: ReadLine[] = [];
  let count = 0;
  let start = before ?? 0;
  let end: number | null = null;
  const blocks = pages.backward(path, before === undefined ? {} : { end: before });
  read: for await (const { lines } of blocks) {
    for (const line of lines.toReversed()) {
      end ??= line.end;
      start = line.offset;
      const one = readLine(path, line);
      found.push(one);
      count += one.items.length;
      if (count >= limit || end - start >= MAX_PAGE_BYTES) break read;
    }
  }
  return { ...pageOf(found.toReversed()), before: start > 0 && end !== null ? start : null, after: end ?? before ?? 0 };
}

async function after({ pages, path, query: { limit } }: PageOptions, start: number): Promise<ConversationPage> {
  const found: ReadLine[] = [];
  let count = 0;
  let end = start;
  read: for await (const { lines } of pages.forward(path, { start })) {
    for (const line of lines) {
      end = line.end;
      const one = readLine(path, line);
      found.push(one);
      count += one.items.length;
      if (count >= limit || end - start >= MAX_PAGE_BYTES) break read;
    }
  }
  return { ...pageOf(found), before: start > 0 ? start : null, after: end };
}

interface ReadLine {
  items: readonly ConversationItem[];
  problem: string | null;
}

function readLine(path: string, line: Line): ReadLine {
  const read = readRecord(line);
  if (read === null) return { items: [], problem: null };
  if ('broken' in read) return { items: [], problem: `${path}:${line.offset}: this line ${read.broken}` };
  return {
    items: itemsOf(read.record),
    problem: read.damage === null ? null : `${path}:${line.offset}: this line ${read.damage}`,
  };
}

function pageOf(read: readonly ReadLine[]): Pick<ConversationPage, 'items' | 'problems'> {
  return {
    items: read.flatMap(({ items }) => items),
    problems: read.flatMap(({ problem }) => (problem === null ? [] : [problem])),
  };
}
