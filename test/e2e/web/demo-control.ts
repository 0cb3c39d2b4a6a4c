import type { AuditEntry } from '../../../src/contract/audit.ts';
import type { Command } from '../../../src/contract/command.ts';
import { sessionKey, type Session } from '../../../src/contract/session.ts';
import { advance, newDelivery, type DeliveryStep } from '../../../src/core/delivery.ts';
import type { FakeServer } from '../../helpers/fake-server.ts';
import {
  elicitation,
  HOUR,
  makeSession,
  MINUTE,
  offers,
  permission,
  proseQuestion,
  question,
  SECOND,
  stuck,
  trust,
} from '../../helpers/make-session.ts';

const OPUS = 'claude-opus-4-5-20251101';

/** Works, and can be asked everything. */
export const offered: Session = makeSession({
  id: 'offered',
  title: 'Lease renewal in the queue worker',
  project: 'billing-api',
  branch: 'fix/lease',
  place: 'tmux work:3.0',
  model: OPUS,
  mode: 'default',
  effort: 'high',
  agentVersion: '2.1.330',
  doing: 'Editing src/queue/worker.ts',
  process: { pid: 41207 },
  offers: offers('tmux work:3.0'),
});

/** What of it cannot be done, and why. */
export const limited: Session = {
  ...offered,
  offers: offers('tmux work:3.0').map((offer) =>
    offer.action === 'mode' || offer.action === 'rename'
      ? offer
      : { ...offer, path: { channel: 'none', reason: 'It works now; this can be asked between two turns only.' } },
  ),
};

/** In no multiplexer: nothing reaches it, and what would help is known. */
export const outOfReach: Session = makeSession({
  id: 'bare',
  title: 'Rates for the Danish market',
  project: 'pricing',
  value: 'needs_attention',
  model: OPUS,
  paneNote: 'It runs in a plain terminal.',
  prompt: {
    channel: 'none',
    reason: 'It runs in a plain terminal (/dev/pts/4).',
    remedy: {
      text: 'Started again inside tmux it can be reached, with the same conversation:',
      command: 'tmux new -s pricing claude --resume 5e1f0c77-8a7c-4c1e-9a53-0d6f7a3b2c11',
    },
  },
  requests: [
    question({
      id: 'r-bare',
      answer: {
        channel: 'none',
        reason: 'The hook that would answer it is not installed.',
        remedy: { text: 'Install AMC’s hooks; the next question can be answered here.', command: 'amc hooks install' },
      },
      questions: [
        {
          id: 'q1',
          text: 'Which rounding should the Danish prices use?',
          multiSelect: false,
          takesFreeText: true,
          options: [
            { label: 'To 0.50', description: 'As in the shops' },
            { label: 'To 0.01', description: 'As on invoices' },
          ],
        },
      ],
    }),
  ],
});

/** Three at once, one of them from a subagent. */
export const crowded: Session = makeSession({
  id: 'crowded',
  title: 'Clean up after the migration',
  project: 'ledger',
  branch: 'cleanup',
  value: 'needs_attention',
  place: 'tmux work:2.1',
  model: OPUS,
  mode: 'plan',
  effort: 'medium',
  offers: offers('tmux work:2.1'),
  requests: [
    permission({
      id: 'r-rm',
      waits: 4 * MINUTE,
      command: 'rm -rf ./dist ./coverage && git push --force origin cleanup',
      cwd: '/home/mara/code/ledger',
      reason: 'Removes what the old build left behind, then publishes the branch again.',
      risks: ['Deletes folders without asking again.', 'Rewrites a branch that others may have.'],
    }),
    permission({
      id: 'r-sub',
      waits: 2 * MINUTE,
      command: `psql "$LEDGER_URL" <<'SQL'\nSELECT table_name, pg_size_pretty(pg_total_relation_size(quote_ident(table_name)))\nFROM information_schema.tables\nWHERE table_schema = 'public'\nORDER BY 2 DESC;\nSQL`,
      cwd: '/home/mara/code/ledger/db',
      subagent: { id: 'a1b2', type: 'explore' },
    }),
    permission({
      id: 'r-fetch',
      waits: 30 * SECOND,
      tool: 'WebFetch',
      title: 'Fetch https://www.postgresql.org/docs/16/sql-vacuum.html',
      input:
        '{\n  "url": "https://www.postgresql.org/docs/16/sql-vacuum.html",\n  "prompt": "When is VACUUM FULL needed?"\n}',
    }),
  ],
});

/** A form of an MCP server. */
export const formed: Session = makeSession({
  id: 'formed',
  title: 'Release 2.4 to staging',
  project: 'ledger',
  branch: 'release/2.4',
  value: 'needs_attention',
  place: 'tmux work:2.2',
  model: OPUS,
  offers: offers('tmux work:2.2'),
  requests: [
    elicitation({
      id: 'r-form',
      server: 'deploy',
      text: 'Where should release 2.4.0-rc.1 go, and who is told about it?',
      fields: [
        {
          id: 'target',
          label: 'Target',
          type: 'select',
          required: true,
          options: [
            { value: 'staging', label: 'Staging' },
            { value: 'canary', label: 'Canary (5 %)' },
            { value: 'production', label: 'Production' },
          ],
        },
        {
          id: 'mail',
          label: 'Tell',
          description: 'Gets a mail when it is done',
          type: 'text',
          format: 'email',
          required: true,
        },
        { id: 'replicas', label: 'Replicas', type: 'integer', required: false, initial: '2' },
        { id: 'day', label: 'Not before', type: 'text', format: 'date', required: false },
        {
          id: 'regions',
          label: 'Regions',
          type: 'multi_select',
          required: true,
          options: [
            { value: 'eu', label: 'Europe' },
            { value: 'us', label: 'America' },
            { value: 'ap', label: 'Asia' },
          ],
        },
        {
          id: 'dry',
          label: 'Only try',
          description: 'Checks everything and changes nothing',
          type: 'boolean',
          required: false,
        },
      ],
    }),
  ],
});

/** A page to visit. */
export const linked: Session = makeSession({
  id: 'linked',
  title: 'Invoices from the bank',
  project: 'ledger',
  value: 'needs_attention',
  place: 'zellij ops:2',
  model: OPUS,
  requests: [
    elicitation({
      id: 'r-url',
      server: 'bank',
      text: 'Sign in at the bank, so that the statements can be read.',
      url: 'https://login.bank.example/oauth/authorize?client_id=ledger&scope=statements%3Aread&state=9f8a3c',
    }),
  ],
});

export const trusting: Session = makeSession({
  id: 'trusting',
  title: '',
  project: 'scratch',
  value: 'needs_attention',
  place: 'tmux ops:1.0',
  requests: [trust({ id: 'r-trust' })],
});

export const asksInProse: Session = makeSession({
  id: 'prose',
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
});

export const outOfLimit: Session = makeSession({
  id: 'limit',
  agent: 'codex',
  title: 'Import of the May statements',
  project: 'ledger',
  branch: 'may',
  value: 'needs_attention',
  place: 'tmux work:2.5',
  model: 'gpt-5.2-codex',
  requests: [
    stuck({
      id: 'r-limit',
      text: 'You’ve hit your usage limit. Try again later.',
      cause: 'rate_limit',
      resetsAt: Date.now() + 72 * MINUTE,
    }),
  ],
});

/** Several that ask for the same kind of thing. */
export function alikeSessions(): Session[] {
  const commands = [
    ['k1', 'Flaky test in checkout', 'storefront', ['npm test -- --shard 2/4', 'npm run lint']],
    ['k2', 'Refactor the queue', 'billing-api', ['npx tsc -p tsconfig.json --noEmit']],
    ['k3', 'Dependency updates', 'infra', ['git push --force origin deps/november']],
  ] as const;
  return commands.map(([id, title, project, own]) =>
    makeSession({
      id,
      title,
      project,
      value: 'needs_attention',
      place: `tmux work:${id}`,
      model: OPUS,
      requests: own.map((command, index) =>
        permission({
          id: `${id}-${index}`,
          waits: (4 - index) * MINUTE,
          command,
          ...(command.includes('--force') ? { risks: ['Rewrites a branch that others may have.'] } : {}),
        }),
      ),
    }),
  );
}

export function onBoard(...sessions: Session[]): (fake: FakeServer) => void {
  return (fake) => {
    for (const session of sessions) fake.put(session);
  };
}

/** A command with its steps, as the server would tell it. */
export function commandOf(session: Session, id: string, parts: Partial<Command>, ...steps: DeliveryStep[]): Command {
  const createdAt = parts.createdAt ?? Date.now() - MINUTE;
  return {
    id,
    sessionKey: session.key,
    action: { type: 'prompt', text: 'Go on' },
    createdAt,
    actor: { by: 'page', address: '127.0.0.1', client: 'Chromium 142' },
    ...parts,
    delivery: steps.reduce((delivery, step) => advance(delivery, step) ?? delivery, newDelivery(createdAt)),
  };
}

/** A day of commands of all kinds and ends. */
export function auditLog(): AuditEntry[] {
  const ledger = {
    sessionKey: sessionKey({ agent: 'claude', id: '7f3c01' }),
    sessionTitle: 'Publish 2.4 to the registry',
  };
  const importer = {
    sessionKey: sessionKey({ agent: 'codex', id: 'w3' }),
    sessionTitle: 'Port the importer to streams',
  };
  const queue = { sessionKey: offered.key, sessionTitle: offered.title };
  const page = { by: 'page', address: '127.0.0.1', client: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0' } as const;
  const cli = { by: 'cli', address: '127.0.0.1' } as const;
  let seq = 0;
  const all: AuditEntry[] = [];
  const log = (
    id: string,
    base: Omit<AuditEntry, 'seq' | 'at' | 'commandId' | 'state'>,
    ago: number,
    steps: Partial<AuditEntry>[],
  ): void => {
    steps.forEach((step, index) => {
      seq += 1;
      all.push({ state: 'queued', ...base, ...step, seq, at: Date.now() - ago + index * 180, commandId: id });
    });
  };
  const proof = (detail: string) => ({ source: 'transcript' as const, at: Date.now() - HOUR, detail });
  log('01JD3K9A', { ...importer, actor: cli, what: 'interrupt' }, 27 * HOUR, [
    {},
    { state: 'delivering' },
    { state: 'accepted', via: 'codex-server', note: 'turn/interrupt taken' },
    { state: 'confirmed', evidence: proof('turn aborted: interrupted') },
  ]);
  log('01JD6F2C', { ...ledger, actor: page, what: 'deny: No, only the next tag' }, 3 * HOUR, [
    {},
    { state: 'delivering' },
    {
      state: 'failed',
      via: 'claude-relay',
      reason: {
        code: 'answered_elsewhere',
        message: 'It was answered elsewhere first: registry: busy.',
        next: 'Look at the conversation to see which answer counted.',
      },
    },
  ]);
  log('01JD6G80', { ...queue, actor: page, what: 'prompt: Also add a test for the slow job.' }, 64 * MINUTE, [
    {},
    { state: 'delivering' },
    { state: 'accepted', via: 'tmux work:3.0', note: 'Typed: the session has no structured channel for prompts.' },
    { state: 'confirmed', evidence: proof('recorded as a prompt') },
  ]);
  log('01JD6GQX', { ...queue, actor: page, what: 'mode: plan' }, 40 * MINUTE, [
    {},
    {
      state: 'refused',
      reason: {
        code: 'draft',
        message: 'A half-written text stands in its prompt.',
        next: 'Send or clear it there first.',
      },
    },
  ]);
  log('01JD6H1M', { ...ledger, actor: cli, what: 'prompt: Now run the whole suite.' }, 12 * MINUTE, [
    {},
    { state: 'delivering' },
    {
      state: 'unknown',
      via: 'tmux work:2.1',
      reason: { code: 'no_receipt', message: 'It was typed, and no record of it appeared within 10 s.' },
    },
  ]);
  log('01JD6H7B', { ...queue, actor: page, what: 'approve: npm publish --tag next --access public' }, 2 * MINUTE, [
    {},
    { state: 'delivering' },
  ]);
  return all;
}
