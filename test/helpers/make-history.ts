import type { HistoryDetail, HistoryEntry, IndexProgress } from '../../src/contract/history.ts';
import type { SearchHit } from '../../src/contract/search.ts';
import { sessionKey } from '../../src/contract/session.ts';
import type { UsageReport } from '../../src/contract/usage.ts';

export const READY: IndexProgress = {
  state: 'ready',
  files: { known: 0, read: 0 },
  bytes: { known: 0, read: 0 },
  etaMs: null,
  unreadable: 0,
  problem: null,
};

export const NO_TOKENS = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

export const EMPTY_USAGE: UsageReport = {
  rows: [],
  total: { tokens: NO_TOKENS, responses: 0, cost: 0, unpriced: [] },
  limits: [],
  pricesOf: '2026-11-01',
  waited: [],
  complete: true,
};

/** One session of the index, from what matters to a test. */
export function makeEntry(parts: { id: string } & Partial<Omit<HistoryEntry, 'key'>>): HistoryEntry {
  const agent = parts.agent ?? 'claude';
  return {
    key: sessionKey({ agent, id: parts.id }),
    agent,
    title: `Session ${parts.id}`,
    firstPrompt: 'What was asked first',
    project: { name: 'ledger', dir: '/home/mara/code/ledger', branch: 'main' },
    models: ['claude-opus-4-1'],
    startedAt: Date.UTC(2026, 0, 2, 3, 0),
    lastAt: Date.UTC(2026, 0, 2, 3, 30),
    bytes: 12_345,
    prompts: 2,
    replies: 3,
    toolCalls: 4,
    errors: 0,
    tokens: { input: 10, output: 20, cacheRead: 30, cacheWrite: 40 },
    archived: false,
    sourceDeleted: false,
    indexed: 'whole',
    ...parts,
  };
}

/** All that the index knows of a session. */
export function makeDetail(parts: { id: string } & Partial<Omit<HistoryDetail, 'key'>>): HistoryDetail {
  return {
    ...makeEntry(parts),
    files: [],
    pullRequests: [],
    subagents: [],
    links: [],
    linkedFrom: [],
    context: null,
    sources: [],
    unknownRecords: [],
    unreadable: [],
    ...parts,
  };
}

/** A message that matched; the snippet marks `mark` in `text`. */
export function makeHit({
  id,
  text,
  mark,
  ...parts
}: { id: string; text: string; mark: string } & Partial<SearchHit>): SearchHit {
  const from = text.indexOf(mark);
  return {
    session: sessionKey({ agent: 'claude', id }),
    agent: 'claude',
    title: `Session ${id}`,
    project: 'ledger',
    itemId: `${id}:1`,
    offset: 0,
    at: Date.UTC(2026, 0, 2, 3, 10),
    role: 'reply',
    snippet: { text, marks: from === -1 ? [] : [[from, from + mark.length]] },
    sourceDeleted: false,
    ...parts,
  };
}
