import type { ProblemDetails } from '../../../src/contract/problem.ts';
import type { HistoryDetail, IndexProgress } from '../../../src/contract/history.ts';
import type { SearchHit } from '../../../src/contract/search.ts';
import { sessionKey } from '../../../src/contract/session.ts';
import type { FakeServer } from '../../helpers/fake-server.ts';
import { makeDetail, makeHit } from '../../helpers/make-history.ts';
import { HOUR, MINUTE } from '../../helpers/make-session.ts';

const DAY = 24 * HOUR;
const OPUS = 'claude-opus-4-5-20251101';
const SONNET = 'claude-sonnet-4-5-20250929';
const CODEX = 'gpt-5.2-codex';
const ago = (ms: number): number => Date.now() - ms;
const dir = (name: string): string => `/home/mara/code/${name}`;

export const INDEXING: IndexProgress = {
  state: 'indexing',
  files: { known: 1_204, read: 431 },
  bytes: { known: 2_104_000_000, read: 884_000_000 },
  etaMs: 14_000,
  unreadable: 0,
  problem: null,
};

/** A query that cannot be read, as the server says it. */
export const WRONG: ProblemDetails = {
  type: 'x',
  title: 'Bad query',
  status: 400,
  code: 'query_invalid',
  fault: 'user',
  detail: 'There is no filter `tols:`.',
  next: 'Did you mean `tool:bash`? To look for the text itself, quote it: "tols:bash".',
  place: { from: 6, to: 11 },
};

/** What was worked on, in the words of those who did. */
const TOPICS: [title: string, firstPrompt: string, project: string, branch: string][] = [
  [
    'Lease renewal in the queue worker',
    'The queue worker runs some jobs twice. Find out why and fix it.',
    'billing-api',
    'fix/lease',
  ],
  [
    'Import of the May statements',
    'Import the statements in inbox/may and tell me which lines do not match.',
    'ledger',
    'may',
  ],
  ['', 'What does the nightly job do between 02:00 and 03:00, and why does it take an hour?', 'harbor', 'main'],
  [
    'Names for the new endpoints',
    'Suggest names for the public endpoints that do not say “charge”.',
    'billing-api',
    'main',
  ],
  [
    'Flaky test of the scheduler',
    'scheduler.test.ts fails about once in forty runs. Make it fail every time, then fix it.',
    'billing-api',
    'fix/flaky',
  ],
  ['Invoices to Postgres', 'Plan how to move invoices to Postgres without downtime.', 'billing-api', 'plan/postgres'],
  [
    'Read only mode for the archive',
    'Add a read only mode to the archive viewer.',
    'archive-viewer-for-the-old-ledger',
    'feature/read-only-mode-for-the-archive',
  ],
  ['CSV export with a semicolon', 'Ship the invoice export.', 'ledger', 'export'],
];

/** As many sessions as asked for, the newest some minutes old, the oldest some years. */
export function demoHistory(length = 240): HistoryDetail[] {
  return Array.from({ length }, (_, index) => {
    const [title, firstPrompt, project, branch] = TOPICS[index % TOPICS.length] ?? ['', '', '', ''];
    const codex = index % 5 === 3;
    const lastAt = ago(index < 6 ? 40 * MINUTE + index * 70 * MINUTE : (index - 5) ** 1.35 * 5 * HOUR + 8 * HOUR);
    return makeDetail({
      id: `h${index}`,
      agent: codex ? 'codex' : 'claude',
      title: index < TOPICS.length ? title : title === '' ? '' : `${title}, ${index}`,
      firstPrompt,
      project: { name: project, dir: dir(project), branch },
      models: codex ? [CODEX] : index % 7 === 0 ? [OPUS, SONNET] : [OPUS],
      startedAt: lastAt - 50 * MINUTE,
      lastAt,
      bytes: 90_000 + ((index * 7_919) % 4_000) * 1_000,
      prompts: 1 + (index % 9),
      errors: index % 6 === 4 ? 3 : 0,
      tokens: {
        input: 4_200 + index * 37,
        output: 21_000 + index * 113,
        cacheRead: 1_900_000 + index * 9_001,
        cacheWrite: 88_000,
      },
      archived: index % 11 === 7,
      sourceDeleted: index % 8 === 6,
      indexed: index === 1 ? 'sketch' : 'whole',
    });
  });
}

/** Everything the index can know of one session. */
export function richDetail(id: string): HistoryDetail {
  return makeDetail({
    id,
    title: 'CSV export with a semicolon',
    project: { name: 'ledger', dir: dir('ledger'), branch: 'export' },
    models: [OPUS, SONNET],
    agentVersion: '2.1.330',
    lastAt: ago(MINUTE),
    bytes: 1_840_000,
    tokens: { input: 18_200, output: 44_310, cacheRead: 3_912_000, cacheWrite: 211_000 },
    files: [
      { path: 'src/export/csv.ts', reads: 3, edits: 5 },
      { path: 'src/export/csv.test.ts', reads: 1, edits: 2 },
      { path: 'src/export/statement.ts', reads: 4, edits: 0 },
      { path: 'CHANGELOG.md', reads: 0, edits: 1 },
    ],
    subagents: [{ agentId: 'a1b2c3', role: 'Explore', description: 'Find every caller of writeCsv', callId: 'agent' }],
    pullRequests: ['https://example.org/ledger/pull/412'],
    links: [{ type: 'continues', key: sessionKey({ agent: 'claude', id: 'h7' }) }],
    linkedFrom: [{ type: 'forked_from', key: sessionKey({ agent: 'claude', id: 'h9' }) }],
    context: { used: 76_400, window: 200_000 },
  });
}

/** What is found for “lease”. */
export function demoHits(): SearchHit[] {
  const hit = (id: string, itemId: string, text: string, rest: Partial<SearchHit>): SearchHit =>
    makeHit({ id, text, mark: 'lease', itemId, at: ago(3 * HOUR), ...rest });
  const first = { title: 'Lease renewal in the queue worker', project: 'billing-api' };
  const second = { title: 'Flaky test of the scheduler', project: 'billing-api', at: ago(6 * DAY) };
  return [
    hit(
      'h0',
      'a',
      'A job that takes longer than 30 s loses its lease while it runs, and the next worker takes it. There are two ways out: keep the lease alive while the job runs, or ask for longer ones.',
      { ...first, offset: 8 },
    ),
    hit('h0', 'b', 'src/queue/queue.ts:41:  async *lease({ signal }: LeaseOptions) {', {
      ...first,
      role: 'output',
      tool: 'Grep',
      offset: 3,
    }),
    hit('h0', 'c', 'Keep it alive. And make the interval a third of the lease.', {
      ...first,
      role: 'prompt',
      offset: 9,
    }),
    hit('h4', 'd', 'npx vitest run src/queue/lease.test.ts --repeat 40', {
      ...second,
      role: 'tool',
      tool: 'Bash',
      offset: 2,
    }),
    hit('h4', 'e', 'The clock of the fake queue runs on while the lease is asked for; that is the one run in forty.', {
      ...second,
      agentId: 'a9',
      offset: 5,
    }),
    hit('h6', 'f', 'Every lease of an archived file is read only.', {
      title: 'Read only mode for the archive',
      project: 'archive-viewer-for-the-old-ledger',
      at: ago(400 * DAY),
      sourceDeleted: true,
    }),
  ];
}

/** A history to look through. */
export function fillHistory(fake: FakeServer, length = 240): void {
  for (const detail of demoHistory(length)) fake.putHistory(detail);
  fake.onSearch = ({ q }) =>
    q.includes('nothing')
      ? { hits: [], next: null, exhausted: true, tookMs: 3, complete: true }
      : { hits: demoHits(), next: null, exhausted: true, tookMs: 12, complete: true };
}
