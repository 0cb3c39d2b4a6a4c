import type { LooseItem } from '../../helpers/fake-history-pages.ts';
import { MINUTE } from '../../helpers/make-session.ts';
import { QUEUE_AFTER, QUEUE_BEFORE } from './demo-code.ts';

const T = (minutesAgo: number): number => Date.now() - minutesAgo * MINUTE;

/** A conversation as it usually is. */
export function demoConversation(): LooseItem[] {
  return [
    {
      kind: 'prompt',
      id: 'c1',
      at: T(34),
      images: 0,
      text: 'The queue worker runs some jobs twice. Find out why and fix it. Don’t change the public API of `Queue`.',
    },
    {
      kind: 'thinking',
      id: 'c2',
      at: T(33.9),
      text: 'A job that runs twice means that either the lease expired while it ran, or the ack was lost. Start with the lease.',
    },
    {
      kind: 'tool_call',
      id: 'c3',
      at: T(33.8),
      callId: 't1',
      tool: 'Grep',
      summary: 'renew\\(|lease\\( in src/',
      input: 'pattern: renew\\(|lease\\(\npath: src/',
      view: { type: 'search', pattern: 'renew\\(|lease\\(', path: 'src/' },
    },
    {
      kind: 'tool_result',
      id: 'c4',
      at: T(33.8),
      callId: 't1',
      ok: true,
      output:
        'src/queue/worker.ts:3:    await queue.renew(job);\nsrc/queue/queue.ts:41:  async *lease({ signal }: LeaseOptions) {',
    },
    {
      kind: 'tool_call',
      id: 'c5',
      at: T(33.5),
      callId: 't2',
      tool: 'Read',
      summary: 'src/queue/worker.ts',
      input: 'file_path: src/queue/worker.ts',
      view: { type: 'read', path: 'src/queue/worker.ts', from: 1, lines: 14 },
    },
    { kind: 'tool_result', id: 'c6', at: T(33.5), callId: 't2', ok: true, output: QUEUE_BEFORE },
    {
      kind: 'tool_call',
      id: 'c7',
      at: T(33.1),
      callId: 't3',
      tool: 'Bash',
      summary: 'npm test -- queue',
      input: 'command: npm test -- queue',
      view: { type: 'shell', command: 'npm test -- queue' },
    },
    {
      kind: 'tool_result',
      id: 'c8',
      at: T(32.6),
      callId: 't3',
      ok: false,
      output: 'FAIL  src/queue/worker.test.ts > runs a slow job once\nExpected 1 run, got 2',
    },
    {
      kind: 'reply',
      id: 'c9',
      at: T(32),
      text: 'I found it. The lease is renewed **once**, before the job starts:\n\n```ts\nfor await (const job of queue.lease({ signal })) {\n  await queue.renew(job);   // 30 s from here\n  await run(job);           // may take minutes\n  await queue.ack(job);\n}\n```\n\nA job that takes longer than 30 s loses its lease while it runs, and the next worker takes it. There are two ways out:\n\n- **Keep the lease alive** while the job runs. The API stays as it is; a crashed worker still frees its job after 30 s.\n- **Longer leases.** One line, but a crashed worker then blocks its job for as long.\n\nI would keep it alive. The same bug is in the [scheduler](https://example.org/ledger/scheduler), see `src/queue/scheduler.ts`.',
    },
    {
      kind: 'prompt',
      id: 'c10',
      at: T(28),
      images: 0,
      text: 'Keep it alive. And make the interval a third of the lease.',
    },
    {
      kind: 'tool_call',
      id: 'c11',
      at: T(27.5),
      callId: 't4',
      tool: 'Write',
      summary: 'src/queue/keep-alive.ts',
      input: 'file_path: src/queue/keep-alive.ts',
      view: {
        type: 'edit',
        files: [{ path: 'src/queue/keep-alive.ts', change: 'add', after: 'export function keepAlive() {}\n' }],
      },
    },
    { kind: 'tool_result', id: 'c12', at: T(27.4), callId: 't4', ok: true, output: 'File created.' },
    { kind: 'note', id: 'c13', at: T(27), note: 'compacted', text: 'Conversation compacted' },
    {
      kind: 'reply',
      id: 'c14',
      at: T(4),
      text: '`keepAlive` renews at a third of the lease and stops when the job ends, however it ends. Now the worker itself:',
    },
    {
      kind: 'tool_call',
      id: 'c15',
      at: T(3),
      callId: 't5',
      tool: 'Edit',
      summary: 'src/queue/worker.ts',
      input: 'file_path: src/queue/worker.ts',
      view: {
        type: 'edit',
        files: [{ path: 'src/queue/worker.ts', change: 'update', before: QUEUE_BEFORE, after: QUEUE_AFTER }],
      },
    },
  ];
}

/** Tools of every kind, as agents use them. */
export function toolConversation(): LooseItem[] {
  const call = (id: string, rest: object): LooseItem =>
    ({ kind: 'tool_call', id, callId: id, tool: 'Tool', summary: '', input: '', at: T(9), ...rest }) as LooseItem;
  const result = (id: string, output: string, rest: object = {}): LooseItem =>
    ({ kind: 'tool_result', id: `${id}r`, callId: id, ok: true, output, at: T(8), ...rest }) as LooseItem;
  return [
    {
      kind: 'prompt',
      id: 'p1',
      at: T(12),
      images: 2,
      files: ['docs/invoice-flow.pdf'],
      text: 'Ship the invoice export.',
    },
    { kind: 'prompt', id: 'p2', at: T(11.8), images: 0, via: 'command', text: '/model opus' },
    { kind: 'note', id: 'n0', at: T(11.7), note: 'model', text: 'Model: opus-4-5' },
    call('todo', {
      tool: 'TodoWrite',
      view: {
        type: 'todo',
        items: [
          { text: 'Read how statements are exported today', state: 'done' },
          { text: 'Write the CSV writer with a test per column', state: 'active' },
          { text: 'Wire it into the nightly job', state: 'pending' },
        ],
      },
    }),
    result('todo', 'ok'),
    call('read', { tool: 'Read', view: { type: 'read', path: 'src/export/statement.ts', from: 40, lines: 60 } }),
    result('read', 'export function statement() {}'),
    call('search', { tool: 'Grep', view: { type: 'search', pattern: 'writeCsv\\(', path: 'src/' } }),
    result('search', 'src/export/statement.ts:44: writeCsv(rows)'),
    call('web', { tool: 'WebFetch', view: { type: 'web', url: 'https://example.org/rfc/4180' } }),
    result('web', 'Common Format and MIME Type for CSV Files'),
    call('run', {
      tool: 'Bash',
      view: { type: 'shell', command: 'npm test -- export\nnpm run lint', cwd: '/home/mara/code/ledger/web' },
    }),
    result(
      'run',
      ' ✓ src/export/csv.test.ts (14 tests) 41ms\n\n Test Files  1 passed (1)\n      Tests  14 passed (14)',
      {
        cut: 18_412,
      },
    ),
    call('patch', {
      tool: 'apply_patch',
      view: {
        type: 'edit',
        files: [
          {
            path: 'src/export/csv.ts',
            change: 'update',
            diff: '@@ -12,4 +12,5 @@ export function row(cells: Cell[]) {\n   const out = [];\n-  for (const cell of cells) out.push(cell);\n+  for (const cell of cells) out.push(quoted(cell));\n+  out.push(EOL);\n   return out.join(SEPARATOR);\n }\n',
          },
          { path: 'src/export/old-csv.ts', change: 'delete' },
        ],
      },
    }),
    result('patch', 'Done'),
    call('mcp', {
      tool: 'mcp__tracker__create_issue',
      summary: 'Invoice export: decimal comma',
      input: 'title: Invoice export: decimal comma\nteam: LED',
      view: { type: 'mcp', server: 'tracker', tool: 'create_issue' },
    }),
    result('mcp', 'LED-412'),
    call('agent', {
      tool: 'Task',
      view: {
        type: 'subagent',
        role: 'Explore',
        description: 'Find every caller of writeCsv',
        prompt: 'List **every** caller of `writeCsv`, with file and line.',
      },
    }),
    result('agent', 'There are **three** callers:\n\n1. `statement.ts:44`\n2. `ledger.ts:9`\n3. `nightly.ts:120`', {
      agentId: 'a1b2c3',
    }),
    call('ask', {
      tool: 'AskUserQuestion',
      view: {
        type: 'question',
        questions: [{ text: 'Which separator should the export use?', options: ['Comma', 'Semicolon', 'Tab'] }],
      },
    }),
    result('ask', 'Semicolon'),
    call('plan', {
      tool: 'ExitPlanMode',
      view: {
        type: 'plan',
        markdown: '### Export of invoices\n\n1. Quote **every** cell\n2. Semicolon, CRLF, UTF-8 with BOM',
      },
    }),
    result('plan', 'User has approved your plan.'),
    { kind: 'note', id: 'n1', at: T(6), note: 'rate_limit', text: 'Rate limit: five-hour window is full until 14:00' },
    { kind: 'note', id: 'n2', at: T(5), note: 'error', text: 'API error 529: overloaded, trying again in 8 s' },
    { kind: 'note', id: 'n3', at: T(4), note: 'interrupted', text: 'Interrupted by you' },
    { kind: 'prompt', id: 'p3', at: T(3), images: 0, via: 'shell', text: 'git status --short' },
    {
      kind: 'note',
      id: 'n4',
      at: T(3),
      note: 'command_output',
      text: ' M src/export/csv.ts\n D src/export/old-csv.ts',
    },
    { kind: 'prompt', id: 'p4', at: T(2), images: 0, via: 'queued', text: 'And mention it in the changelog.' },
    { kind: 'note', id: 'n5', at: T(1.5), note: 'compacted', text: 'Conversation compacted, 142k tokens became 12k' },
    { kind: 'reply', id: 'r1', at: T(1), text: 'The export is in, with 14 tests. The changelog names it.' },
  ];
}
