import type { SourceHealth } from '../../../src/contract/health.ts';
import type { Session } from '../../../src/contract/session.ts';
import type { FakeServer } from '../../helpers/fake-server.ts';
import { QUEUE_AFTER, QUEUE_BEFORE } from './demo-code.ts';
import { demoConversation } from './demo-conversation.ts';
import {
  HOUR,
  makeSession,
  MINUTE,
  permission,
  plan,
  proseQuestion,
  question,
  SECOND,
  stuck,
  trust,
} from '../../helpers/make-session.ts';

const OPUS = 'claude-opus-4-5-20251101';
const SONNET = 'claude-sonnet-4-5-20250929';
const CODEX = 'gpt-5.2-codex';

export const DEMO_SOURCES: SourceHealth[] = [
  { name: 'claude registry', state: 'ok', detail: '11 sessions, last change 2 s ago', at: Date.now() },
  { name: 'claude hooks', state: 'ok', detail: 'Installed, version 3', at: Date.now() },
  { name: 'codex server', state: 'ok', detail: 'Connected, 5 threads loaded', at: Date.now() },
  { name: 'tmux', state: 'ok', detail: '3.3a, 4 sessions, 19 panes', at: Date.now() },
  {
    name: 'zellij',
    state: 'degraded',
    detail: 'Session “ops” does not answer: its panes cannot be typed into.',
    next: 'Attach to it once, or end it with zellij delete-session ops.',
    at: Date.now(),
  },
];

export const EMPTY_SOURCES: SourceHealth[] = [
  { name: 'claude registry', state: 'ok', detail: 'Read, no session runs', at: Date.now() },
  { name: 'claude hooks', state: 'absent', detail: 'Not installed', next: 'amc hooks install', at: Date.now() },
  {
    name: 'codex server',
    state: 'absent',
    detail: 'No Codex has been started since the machine came up',
    at: Date.now(),
  },
  { name: 'tmux', state: 'ok', detail: '3.3a, 1 session, 2 panes', at: Date.now() },
  { name: 'zellij', state: 'absent', detail: 'Not installed', at: Date.now() },
];

export const PLAN = `# Move invoices to Postgres without downtime

We keep SQLite as the source of truth until every read has been compared for a day.

1. **Dual write.** \`InvoiceStore\` writes to both; Postgres failures are logged, never thrown.
2. **Backfill** in batches of 500, oldest first, resumable by \`last_id\`.
3. **Compare.** A nightly job reads both and reports the first ten differences.
4. **Switch reads** behind \`INVOICES_READ=postgres\`, one instance at a time.
5. **Remove** the SQLite path one release later.

| step | risk | how to go back |
|---|---|---|
| dual write | slower writes, ~2 ms | unset the flag |
| switch reads | stale rows | unset the flag |
| remove | none left | restore from backup |

Not in this plan: the reporting queries in \`src/reports/\`, which still read the nightly export.
`;

/** Three that need somebody, and all the rest. */
export function demoSessions(): Session[] {
  return [...waiting(), ...working(), ...unsure(), ...idle(), ...ended()];
}

function waiting(): Session[] {
  return [
    makeSession({
      id: '7f3c01',
      title: 'Publish 2.4 to the registry',
      project: 'ledger',
      branch: 'release/2.4',
      value: 'needs_attention',
      place: 'tmux work:2.1',
      model: OPUS,
      agentVersion: '2.1.330',
      process: { pid: 41207 },
      requests: [
        permission({
          id: 'r-publish',
          waits: 4 * MINUTE + 12 * SECOND,
          command: 'npm publish --tag next --access public',
          reason: 'Publishes @ledger/core 2.4.0-rc.1 so that the staging cluster can install it.',
          cwd: '/home/mara/code/ledger/packages/core',
        }),
      ],
    }),
    makeSession({
      id: '7f3c02',
      title: 'Lease renewal in the queue worker',
      project: 'billing-api',
      branch: 'fix/lease',
      value: 'needs_attention',
      place: 'tmux work:3.0',
      model: OPUS,
      agentVersion: '2.1.330',
      requests: [
        permission({
          id: 'r-edit',
          waits: 2 * MINUTE + 3 * SECOND,
          tool: 'Edit',
          title: 'Edit src/queue/worker.ts',
          edits: [{ path: 'src/queue/worker.ts', before: QUEUE_BEFORE, after: QUEUE_AFTER }],
        }),
      ],
    }),
    makeSession({
      id: '7f3c03',
      title: 'Storage for the harbor prototype',
      project: 'harbor',
      value: 'needs_attention',
      place: 'zellij ops:1',
      model: SONNET,
      requests: [
        question({
          id: 'r-db',
          waits: 48 * SECOND,
          questions: [
            {
              id: 'q1',
              header: 'Database',
              text: 'Which database should the prototype use?',
              multiSelect: false,
              takesFreeText: true,
              options: [
                { label: 'SQLite', description: 'One file, no server. Enough for one machine and a few writers.' },
                { label: 'Postgres', description: 'Already runs in staging. Needs a container for local work.' },
                { label: 'Keep it in memory', description: 'Nothing to set up, everything gone after a restart.' },
              ],
            },
          ],
        }),
      ],
    }),
  ];
}

function working(): Session[] {
  const common = { value: 'working' as const };
  return [
    makeSession({
      ...common,
      id: 'w1',
      title: 'Flaky test in checkout',
      project: 'storefront',
      branch: 'main',
      for: 42 * SECOND,
      place: 'tmux work:1.0',
      model: SONNET,
      doing: 'Running npm test -- --shard 2/4',
    }),
    makeSession({
      ...common,
      id: 'w2',
      title: 'Refactor the queue',
      project: 'billing-api',
      branch: 'refactor/queue',
      for: 3 * MINUTE,
      place: 'tmux work:3.1',
      model: OPUS,
      doing: 'Editing src/queue/scheduler.ts',
    }),
    makeSession({
      ...common,
      id: 'w3',
      agent: 'codex',
      title: 'Port the importer to streams',
      project: 'ledger',
      branch: 'importer',
      for: 6 * MINUTE + 20 * SECOND,
      place: 'tmux work:2.0',
      model: CODEX,
      doing: 'Reading src/import/csv.ts',
    }),
    makeSession({
      ...common,
      id: 'w4',
      title: 'Translate the onboarding emails into Dutch and check the placeholders in every template',
      project: 'storefront',
      branch: 'i18n/nl',
      for: 11 * MINUTE,
      place: 'tmux work:1.2',
      model: SONNET,
      doing: 'Searching for {{first_name}} in templates/',
    }),
    makeSession({
      ...common,
      id: 'w5',
      agent: 'codex',
      title: 'Benchmarks for the parser',
      project: 'harbor',
      branch: 'bench',
      for: 74 * MINUTE,
      place: 'zellij ops:2',
      model: CODEX,
      doing: 'Running cargo bench --bench parse',
    }),
    makeSession({
      ...common,
      id: 'w6',
      title: 'Answer the review of #482',
      project: 'ledger',
      branch: 'review/482',
      for: 19 * SECOND,
      place: 'tmux work:2.3',
      model: OPUS,
    }),
    makeSession({
      ...common,
      id: 'w7',
      title: 'Dependency updates',
      project: 'infra',
      branch: 'deps/november',
      for: 26 * MINUTE,
      place: 'tmux ops:0.0',
      model: SONNET,
      doing: 'Running terraform plan',
    }),
  ];
}

function unsure(): Session[] {
  return [
    makeSession({ id: 'u1', title: '', project: 'infra', value: 'starting', for: 3 * SECOND, place: 'tmux ops:0.2' }),
    makeSession({
      id: 'u2',
      agent: 'codex',
      title: 'Log rotation',
      project: 'infra',
      branch: 'logs',
      value: 'unknown',
      for: 9 * MINUTE,
      place: 'tmux ops:0.1',
      model: CODEX,
    }),
  ];
}

function idle(): Session[] {
  const common = { value: 'idle' as const };
  const done: [string, string, string, string, number, string, string][] = [
    [
      'i1',
      'Retry budget for webhooks',
      'billing-api',
      'webhooks',
      4,
      'tmux work:3.2',
      'Done: retries back off to 6 h and stop after 24 h. All 41 tests pass.',
    ],
    [
      'i2',
      'Explain the settlement report',
      'ledger',
      'main',
      9,
      'tmux work:2.2',
      'The 0.03 € difference is rounding: fees are rounded per line, totals once.',
    ],
    [
      'i3',
      'Map tiles load twice',
      'harbor',
      'fix/tiles',
      17,
      'zellij ops:3',
      'Fixed. The effect ran again because the bounds object was new on every render.',
    ],
    [
      'i4',
      'Accessibility of the cart',
      'storefront',
      'a11y/cart',
      31,
      'tmux work:1.1',
      'Six findings fixed, one left for you: the colour of the discount badge.',
    ],
    [
      'i5',
      'Nightly backup check',
      'infra',
      'main',
      58,
      'tmux ops:0.3',
      'Restored last night’s dump into a scratch database: 2,114,802 rows, checksums equal.',
    ],
    [
      'i6',
      'Type the event bus',
      'billing-api',
      'types/bus',
      95,
      'tmux work:3.3',
      'Every event now has a schema. Two unused events are gone.',
    ],
    [
      'i7',
      'Rename tenant to workspace',
      'storefront',
      'rename',
      130,
      'tmux work:1.3',
      'Renamed in 84 files. The database column keeps its name until the next migration.',
    ],
    [
      'i8',
      'Sketch of the audit log',
      'ledger',
      'audit',
      260,
      'tmux work:2.4',
      'Wrote docs/audit.md with two options and a recommendation.',
    ],
  ];
  return done.map(([id, title, project, branch, minutes, place, preview], index) =>
    makeSession({
      ...common,
      id,
      title,
      project,
      branch,
      for: minutes * MINUTE,
      place,
      preview,
      agent: index % 3 === 1 ? 'codex' : 'claude',
      model: index % 3 === 1 ? CODEX : SONNET,
    }),
  );
}

function ended(): Session[] {
  return Array.from({ length: 10 }, (_, index) =>
    makeSession({
      id: `e${index}`,
      title: `Old work ${index + 1}`,
      project: 'ledger',
      value: 'ended',
      for: (index + 2) * 5 * HOUR,
      model: OPUS,
      paneNote: 'Its process is gone.',
    }),
  );
}

/** A session that is stuck, one that was asked in prose, one to trust: the rarer things. */
export function rareSessions(): Session[] {
  return [
    makeSession({
      id: 'x1',
      agent: 'codex',
      title: 'Import of the May statements',
      project: 'ledger',
      branch: 'may',
      value: 'needs_attention',
      place: 'tmux work:2.5',
      model: CODEX,
      requests: [
        stuck({
          id: 'r-err',
          text: 'stream error: exceeded retry limit, last status: 429 Too Many Requests',
          cause: 'rate_limit',
          resetsAt: Date.now() + 42 * MINUTE,
        }),
      ],
    }),
    makeSession({
      id: 'x2',
      title: 'Names for the new endpoints',
      project: 'billing-api',
      value: 'needs_attention',
      place: 'tmux work:3.4',
      model: OPUS,
      requests: [
        proseQuestion({
          id: 'r-prose',
          text: 'Before I rename the public routes: should /v1/charges stay as an alias, and if so, until when?',
          answer: { channel: 'keystrokes', via: 'tmux work:3.4' },
        }),
      ],
    }),
    makeSession({
      id: 'x3',
      title: '',
      project: 'scratch',
      value: 'needs_attention',
      place: 'tmux ops:1.0',
      requests: [trust({ id: 'r-trust' })],
    }),
  ];
}

export function planSession(): Session {
  return makeSession({
    id: 'p1',
    title: 'Invoices to Postgres',
    project: 'billing-api',
    branch: 'plan/postgres',
    value: 'needs_attention',
    place: 'tmux work:3.5',
    model: OPUS,
    agentVersion: '2.1.330',
    process: { pid: 51210 },
    requests: [plan({ id: 'r-plan', markdown: PLAN, path: '/home/mara/.claude/plans/quiet-otter.md' })],
  });
}

export function multiQuestionSession(): Session {
  return makeSession({
    id: 'm1',
    title: 'First version of the export',
    project: 'ledger',
    branch: 'export',
    value: 'needs_attention',
    place: 'tmux work:2.6',
    model: OPUS,
    requests: [
      question({
        id: 'r-multi',
        questions: [
          {
            id: 'q1',
            header: 'Format',
            text: 'Which formats should the first version write?',
            multiSelect: true,
            takesFreeText: false,
            options: [
              { label: 'CSV', description: 'What the accountants asked for' },
              { label: 'XLSX', description: 'With one sheet per month' },
              { label: 'Parquet', description: 'For the warehouse' },
            ],
          },
          {
            id: 'q2',
            header: 'Layout',
            text: 'How should a row look?',
            multiSelect: false,
            takesFreeText: true,
            options: [
              {
                label: 'Wide',
                description: 'One row per invoice',
                preview:
                  'invoice   date        net     vat    gross\nA-1042    2026-11-02  120.00  25.20  145.20\nA-1043    2026-11-03   80.00  16.80   96.80',
              },
              {
                label: 'Long',
                description: 'One row per line item',
                preview:
                  'invoice   item         net\nA-1042    hosting   100.00\nA-1042    support    20.00\nA-1043    hosting    80.00',
              },
            ],
          },
        ],
      }),
    ],
  });
}

/** Thirty sessions of all kinds, and one conversation to open. */
export function fillDemo(fake: FakeServer): void {
  fake.setSources(DEMO_SOURCES);
  for (const session of demoSessions()) fake.put(session);
  const [, edit, question] = demoSessions();
  if (edit !== undefined) fake.say(edit.key, ...demoConversation());
  if (question !== undefined) fake.say(question.key, ...demoConversation().slice(0, 9));
}
