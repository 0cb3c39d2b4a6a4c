import { crc32, deflateSync } from 'node:zlib';
import type { ToolView } from '../../../../src/contract/conversation.ts';
import type { SearchHit, SearchReply } from '../../../../src/contract/search.ts';
import type { Timeline, UsageReport } from '../../../../src/contract/usage.ts';
import { roleOf, searchedText } from '../../../../src/core/search/item-text.ts';
import { Matcher } from '../../../../src/core/search/match.ts';
import { parseQuery } from '../../../../src/core/search/parse.ts';
import { snippetOf } from '../../../../src/core/search/snippet.ts';
import { placed, type LooseItem } from '../../../helpers/fake-history-pages.ts';
import type { FakeServer } from '../../../helpers/fake-server.ts';
import { makeDetail } from '../../../helpers/make-history.ts';
import { MINUTE, makeSession } from '../../../helpers/make-session.ts';

/** The session that the tests of reading look at. */
export const session = makeSession({
  id: 'reading',
  title: 'Exports of invoices and statements',
  value: 'idle',
  project: 'ledger',
  branch: 'feat/export',
  place: 'tmux work:2.1',
  model: 'claude-opus-4-5-20251101',
});

const T = (minutesAgo: number): number => Date.now() - minutesAgo * MINUTE;
export const TURNS = 24;
const STEPS = 30;
/** A prompt, a call and its result for each step, a reply. */
export const ITEMS_OF_TURN = 2 + 2 * STEPS;

/** Many turns of many steps: more than is ever held at once. Turn 3 speaks of herons, 17 of a heron again. */
export function longConversation(): LooseItem[] {
  return Array.from({ length: TURNS }, (_, turn) => turnOf(turn)).flat();
}

function turnOf(turn: number): LooseItem[] {
  const at = T((TURNS - turn) * 12);
  const bird = turn === 3 ? ' The herons are here.' : turn === 17 ? ' One heron stays.' : '';
  return [
    {
      kind: 'prompt',
      id: `p${turn}`,
      at,
      images: 0,
      text: `Question ${turn}: what about column ${turn} of the export?`,
    },
    ...Array.from({ length: STEPS }, (_, step): LooseItem[] => [
      {
        kind: 'tool_call',
        id: `c${turn}-${step}`,
        callId: `c${turn}-${step}`,
        at: at + step,
        tool: 'Read',
        summary: '',
        input: '',
        view: { type: 'read', path: `src/export/column-${turn}-${step}.ts` },
      },
      {
        kind: 'tool_result',
        id: `r${turn}-${step}`,
        callId: `c${turn}-${step}`,
        at: at + step,
        ok: true,
        output: `export const column${step} = ${turn};`,
      },
    ]).flat(),
    { kind: 'reply', id: `a${turn}`, at: at + MINUTE, text: `Column ${turn} is exported as it is.${bird}` },
  ];
}

const BEFORE = `export function row(cells: Cell[]): string {
  const out: string[] = [];
  for (const cell of cells) out.push(cell.text);
  return out.join(SEPARATOR);
}
`;
const AFTER = `export function row(cells: Cell[]): string {
  const out: string[] = [];
  for (const cell of cells) out.push(quoted(cell.text));
  out.push(EOL);
  return out.join(SEPARATOR);
}
`;

export const SUBAGENT = 'a1b2c3';

/** What an agent usually does, with everything that has a form of its own. */
export function richConversation(): LooseItem[] {
  const call = (id: string, minutesAgo: number, view: ToolView, rest: object = {}): LooseItem =>
    ({
      kind: 'tool_call',
      id,
      callId: id,
      tool: 'Tool',
      summary: '',
      input: '',
      at: T(minutesAgo),
      view,
      ...rest,
    }) as LooseItem;
  const result = (id: string, output: string, rest: object = {}): LooseItem =>
    ({ kind: 'tool_result', id: `${id}r`, callId: id, ok: true, output, at: T(30), ...rest }) as LooseItem;
  return [
    {
      kind: 'prompt',
      id: 'p1',
      at: T(48),
      images: 2,
      text: 'The export should look like this. Quote every cell, and keep the separator.',
    },
    {
      kind: 'thinking',
      id: 'th',
      at: T(47),
      text: 'A cell may hold the separator. **Quoting** all of them is the simplest that is right.',
    },
    call('read', 46, { type: 'read', path: 'src/export/csv.ts', from: 1, lines: 40 }),
    result('read', BEFORE),
    call('shot', 45, { type: 'read', path: 'docs/export.png' }),
    result('shot', '[image]'),
    call('agent', 44, {
      type: 'subagent',
      role: 'Explore',
      description: 'Find every caller of writeCsv',
      prompt: 'List **every** caller of `writeCsv`.',
    }),
    result('agent', 'There are **three** callers.', { agentId: SUBAGENT }),
    {
      kind: 'reply',
      id: 'r1',
      at: T(40),
      text: 'There are three callers. This is what I would do:\n\n```ts\n// Quotes what a cell holds, and doubles the quotes in it.\nexport function quoted(text: string): string {\n  return `"${text.replaceAll(\'"\', \'""\')}"`;\n}\n\nconst LIMIT = 1_000;\n```\n\nIt keeps `SEPARATOR` as it is.',
    },
    { kind: 'prompt', id: 'p2', at: T(30), images: 0, text: 'Do it, and run the tests.' },
    call('edit', 28, {
      type: 'edit',
      files: [{ path: 'src/export/csv.ts', change: 'update', before: BEFORE, after: AFTER }],
    }),
    result('edit', 'The file was updated.'),
    call('run', 26, { type: 'shell', command: 'npm test -- export', cwd: '/home/mara/code/ledger' }),
    result('run', ' ✓ src/export/csv.test.ts (14 tests) 41ms\n\n      Tests  14 passed (14)'),
    call('web', 25, { type: 'web', query: 'RFC 4180 line ends' }),
    result('web', 'CRLF', { ok: false }),
    {
      kind: 'reply',
      id: 'r2',
      at: T(24),
      text: 'All 14 tests pass.\n\n| column | quoted |\n|---|---|\n| text | yes |\n| amount | yes |',
    },
  ];
}

export function subagentConversation(): LooseItem[] {
  return [
    { kind: 'prompt', id: 's1', at: T(44), images: 0, text: 'List **every** caller of `writeCsv`.' },
    {
      kind: 'tool_call',
      id: 's2',
      callId: 's2',
      at: T(43),
      tool: 'Grep',
      summary: '',
      input: '',
      view: { type: 'search', pattern: 'writeCsv\\(', path: 'src/' },
    },
    {
      kind: 'tool_result',
      id: 's3',
      callId: 's2',
      at: T(43),
      ok: true,
      output: 'src/export/statement.ts:44\nsrc/ledger.ts:9\nsrc/nightly.ts:120',
    },
    { kind: 'reply', id: 's4', at: T(42), text: 'Three callers: statement, ledger, nightly. No heron among them.' },
  ];
}

/** A picture of a table: 240 by 150, grey on white. */
const PNG = tableAsPng(240, 150).toString('base64');

function tableAsPng(width: number, height: number): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width, 0xff);
    row[0] = 0;
    for (let x = 0; x < width; x += 1) {
      const isWord = y % 25 > 8 && y % 25 < 16 && x % 80 > 10 && x % 80 < 30 + ((y - (y % 25)) % 35);
      if (y % 25 === 0 || isWord) row[1 + x] = y < 25 ? 0x33 : 0x99;
    }
    return row;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** Puts the session there with a conversation, its index, its search, its pictures and what its panels show. */
export function put(fake: FakeServer, items: LooseItem[] = richConversation()): void {
  fake.put(session);
  fake.conversations.set(session.key, items);
  fake.conversations.set(`${session.key}#${SUBAGENT}`, subagentConversation());
  fake.putHistory(
    makeDetail({
      id: session.id,
      title: session.title,
      project: { name: 'ledger', dir: '/home/mara/code/ledger' },
      subagents: [
        { agentId: SUBAGENT, role: 'Explore', description: 'Find every caller of writeCsv', callId: 'agent' },
      ],
      context: { used: 82_400, window: 200_000 },
      files: [{ path: '/home/mara/code/ledger/src/old.ts', reads: 1, edits: 3 }],
    }),
  );
  fake.onSearch = (query) => found(fake, query.q);
  fake.answers.set('record', ({ params, query }) => {
    const name = 'agentId' in query ? `${params['key']}#${String(query.agentId)}` : (params['key'] ?? '');
    const item = placed(fake.conversations.get(name) ?? [])[Number(params['offset'])];
    const pictures = 'pictures' in query ? { pictures: picturesOf(item?.kind === 'prompt' ? item.images : 1) } : {};
    return { items: item === undefined ? [] : [item], raw: JSON.stringify(item), ...pictures };
  });
  fake.timelines.set(session.key, timeline());
  fake.answers.set('touchedFiles', () => touched());
  fake.onUsage = () => usage();
}

function picturesOf(count: number): { type: string; base64: string }[] {
  return Array.from({ length: count }, () => ({ type: 'image/png', base64: PNG }));
}

/** What the search of the real server finds in the conversations of the session. */
export function found(fake: FakeServer, q: string): SearchReply {
  const matcher = new Matcher(parseQuery(q, { now: Date.now(), timeZone: 'UTC' }));
  const hits = [...fake.conversations]
    .filter(([name]) => q.includes(name.split('#')[0] ?? ''))
    .flatMap(([name, items]) => {
      const [, agentId] = name.split('#');
      return matcher
        .match(placed(items), ({ filter }, item) => filter.name !== 'role' || roleOf(item) === filter.value)
        .map(({ item, places }): SearchHit => ({
          session: session.key,
          agent: 'claude',
          title: session.title,
          project: 'ledger',
          ...(agentId === undefined ? {} : { agentId }),
          itemId: item.id,
          offset: item.offset,
          ...(item.at === undefined ? {} : { at: item.at }),
          role: roleOf(item),
          snippet: snippetOf(searchedText(item), places),
          sourceDeleted: false,
        }));
    });
  return { hits, next: null, exhausted: true, tookMs: 1, complete: true };
}

function timeline(): Timeline {
  const spans: Timeline['spans'] = [];
  for (let turn = 0, at = T(600); turn < 9; turn += 1) {
    for (const [kind, minutes, label] of [
      ['model', 1.4, undefined],
      ['tool', 0.4 + turn * 0.3, turn % 2 === 0 ? 'Bash: npm test -- export' : 'Edit: src/export/csv.ts'],
      ['model', 0.8, undefined],
      ['waiting_for_you', turn % 3 === 0 ? 2.5 : 0.2, 'Which separator should the export use?'],
      ['idle', turn === 4 ? 420 : 6, undefined],
    ] as const) {
      spans.push({ kind, from: at, to: at + minutes * MINUTE, ...(label === undefined ? {} : { label }) });
      at += minutes * MINUTE;
    }
  }
  const sum = (kind: string): number =>
    spans.filter((span) => span.kind === kind).reduce((total, { from, to }) => total + (to ?? from) - from, 0);
  return {
    spans,
    totals: { model: sum('model'), tool: sum('tool'), waiting_for_you: sum('waiting_for_you'), idle: sum('idle') },
  };
}

function touched() {
  const dir = '/home/mara/code/ledger';
  return {
    files: [
      { path: `${dir}/src/export/csv.ts`, edits: 4, added: 41, removed: 12, created: false, lastAt: T(28), offset: 10 },
      {
        path: `${dir}/src/export/quoted.ts`,
        edits: 1,
        added: 18,
        removed: 0,
        created: true,
        lastAt: T(29),
        offset: 10,
      },
      {
        path: `${dir}/src/export/statement-with-a-very-long-name-that-wraps.ts`,
        edits: 2,
        added: 7,
        removed: 7,
        created: false,
        lastAt: T(42),
        offset: 1,
        agentId: SUBAGENT,
      },
      { path: '/etc/hosts', edits: 1, added: 3, removed: null, created: false, lastAt: T(45), offset: 2 },
    ],
    complete: false,
  };
}

function usage(): UsageReport {
  const tokens = (input: number, output: number) => ({ input, output, cacheRead: input * 40, cacheWrite: input * 3 });
  const row = (model: string, subagent: string | null, input: number, output: number, cost: number) => ({
    model,
    subagent,
    tokens: tokens(input, output),
    responses: Math.round(output / 400),
    cost,
    unpriced: [],
  });
  const rows = [
    row('claude-opus-4-5-20251101', null, 41_000, 62_000, 7.42),
    row('claude-haiku-4-5', null, 9_000, 2_400, 0.04),
    row('claude-sonnet-4-5-20250929', SUBAGENT, 22_000, 9_100, 0.61),
  ];
  return {
    rows,
    total: { tokens: tokens(72_000, 73_500), responses: 184, cost: 8.07, unpriced: [] },
    limits: [],
    pricesOf: '2026-11-01',
    waited: [],
    complete: true,
  };
}
