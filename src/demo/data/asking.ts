import type { Script } from '../beats.ts';
import type { Hand } from '../hand.ts';
import { MINUTE, SECOND } from '../profile.ts';
import { otherwise, react, standBy } from '../reactions.ts';
import { EXPORT_QUESTIONS, STORAGE_QUESTION } from './questions.ts';
import { INVOICE_PLAN } from './plans.ts';
import { projectOf } from './projects.ts';

/** A release that wants to be published. */
export function* publishes(me: Hand): Script {
  me.prompted('Publish 2.4.0-rc.1 of the core package under the `next` tag. Run everything that CI runs first.');
  yield* me.think(
    'Version, changelog and tags first, then the checks of CI, then publish. The user wants `next`, not `latest`.',
    4 * SECOND,
  );
  yield* me.read(
    'packages/core/package.json',
    '{\n  "name": "@ledger/core",\n  "version": "2.4.0-rc.1",\n  "publishConfig": { "access": "public" }\n}',
  );
  yield* me.run('npm run lint && npm run typecheck', {
    ms: 14 * SECOND,
    output: '\n> lint\n0 problems\n\n> typecheck\n',
  });
  yield* me.run('npm test -- --run', { ms: 31 * SECOND, output: projectOf('ledger').check.output });
  yield* me.run('npm pack --dry-run', {
    ms: 3 * SECOND,
    output: 'npm notice @ledger/core@2.4.0-rc.1\nnpm notice 41.8 kB package size\nnpm notice 38 files',
  });
  yield* me.say(
    'Lint, types and all 118 tests pass. The package holds 38 files (41.8 kB), none of them a source map or a fixture. Publishing under `next` now.',
  );
  yield* me.until(4 * MINUTE + 12 * SECOND, 'Thinking');
  const verdict = yield* me.mayRun('npm publish --tag next --access public', {
    reason: 'Publishes @ledger/core 2.4.0-rc.1 so that the staging cluster can install it.',
    cwd: `${me.agent.dir}/packages/core`,
    ms: 6 * SECOND,
    output:
      'npm notice Publishing to https://registry.npmjs.org/ with tag next and public access\n+ @ledger/core@2.4.0-rc.1',
  });
  if (verdict.allowed === false) return yield* otherwise(me, verdict.message);
  yield* me.run('npm view @ledger/core dist-tags', {
    ms: 2 * SECOND,
    output: "{ latest: '2.3.4', next: '2.4.0-rc.1' }",
  });
  yield* me.say(
    '`@ledger/core@2.4.0-rc.1` is out under **next**; `latest` still points to 2.3.4. Staging can install it with `npm i @ledger/core@next`.',
  );
}

/** A bug found, the fix is shown before it is written. */
export function* fixesLease(me: Hand): Script {
  const worker = projectOf('billing-api').files[0];
  if (worker === undefined) return;
  me.prompted(
    'The queue worker runs some jobs twice. Find out why and fix it. Don’t change the public API of `Queue`.',
  );
  yield* me.think(
    'A job that runs twice means that either the lease expired while it ran, or the ack was lost. Start with the lease.',
    6 * SECOND,
  );
  yield* me.grep(
    'renew\\(|lease\\(',
    'src/',
    'src/queue/worker.ts:3:    await queue.renew(job);\nsrc/queue/queue.ts:41:  async *lease({ signal }: LeaseOptions) {',
  );
  yield* me.read('src/queue/worker.ts', worker.text);
  yield* me.run('npm test -- queue', {
    ms: 12 * SECOND,
    ok: false,
    output:
      'FAIL  src/queue/worker.test.ts > runs a slow job once\n\nAssertionError: expected 1 run, got 2\n  at worker.test.ts:58:22\n\n Tests  1 failed | 17 passed (18)',
  });
  yield* me.say(`I found it. The lease is renewed **once**, before the job starts:

\`\`\`ts
for await (const job of queue.lease({ signal })) {
  await queue.renew(job); // 30 s from here
  await run(job); // may take minutes
  await queue.ack(job);
}
\`\`\`

A job that takes longer than 30 s loses its lease while it runs, and the next worker takes it. There are two ways out:

- **Keep the lease alive** while the job runs. The API stays as it is; a crashed worker still frees its job after 30 s.
- **Longer leases.** One line, but a crashed worker then blocks its job for as long.

I would keep it alive.`);
  yield* me.rest(90 * SECOND);
  me.prompted('Keep it alive. And make the interval a third of the lease.');
  yield* me.todos([
    ['Write keepAlive with a test', 'active'],
    ['Use it in the worker', 'pending'],
    ['Run the queue’s tests ten times', 'pending'],
  ]);
  yield* me.edit(
    'src/queue/keep-alive.ts',
    '',
    `/** Renews a lease until it is stopped. A renewal that fails is tried again at the next turn. */
export function keepAlive(job: Job, { everyMs, renew }: Options): { stop: () => void } {
  const timer = setInterval(() => void renew().catch(() => undefined), everyMs);
  return { stop: () => clearInterval(timer) };
}
`,
  );
  yield* me.run('npm test -- keep-alive', {
    ms: 5 * SECOND,
    output: ' ✓ src/queue/keep-alive.test.ts (4 tests) 12ms\n\n Tests  4 passed (4)',
  });
  yield* me.say(
    '`keepAlive` renews at a third of the lease and stops when the job ends, however it ends. Now the worker itself:',
    2 * SECOND,
  );
  yield* me.until(2 * MINUTE + 3 * SECOND, 'Thinking');
  const verdict = yield* me.mayEdit(
    'src/queue/worker.ts',
    worker.text,
    worker.changed,
    'Keeps the lease alive while the job runs.',
  );
  if (verdict.allowed === false) return yield* otherwise(me, verdict.message);
  yield* me.run('npm test -- queue', {
    ms: 11 * SECOND,
    output: ' ✓ src/queue/worker.test.ts (18 tests) 2.1s\n\n Tests  18 passed (18)',
  });
  const repeat = yield* me.mayRun('for i in $(seq 10); do npm test -- queue || exit 1; done', {
    reason: 'The bug showed itself one time in six: ten runs tell whether it is gone.',
    ms: 24 * SECOND,
    output: '10 × 18 passed',
  });
  if (repeat.allowed === false) return yield* otherwise(me, repeat.message);
  yield* me.say(
    'Fixed. The slow job runs **once**, ten times out of ten. `Queue` itself is untouched; the change is 9 lines in `worker.ts` and a file of 7.',
  );
}

/** One question, with what each answer means. */
export function* asksStorage(me: Hand): Script {
  me.prompted(
    'Build the first prototype of the berth planner: boats, berths, a week at a time. Ask me what you need to know.',
  );
  yield* me.think('The storage decides how the rest looks. Ask that before anything is written.', 5 * SECOND);
  yield* me.read('Cargo.toml', '[workspace]\nmembers = ["crates/*"]\n');
  yield* me.until(-50 * SECOND, 'reading crates/store/src/lib.rs');
  const heard = yield* me.ask({ kind: 'question', questions: [STORAGE_QUESTION] });
  const chosen =
    heard.type === 'answered' && heard.action.type === 'answer' ? heard.action.answers[STORAGE_QUESTION.id] : undefined;
  const choice = chosen?.text ?? chosen?.labels[0] ?? 'SQLite';
  if (heard.type === 'answered' && heard.action.type === 'deny') return yield* otherwise(me, heard.action.message);
  yield* me.think(`The user decided: ${choice}.`, 2 * SECOND);
  yield* me.edit(
    'crates/store/src/lib.rs',
    '',
    `//! Boats and berths, kept in: ${choice}.\npub struct Store { /* … */ }\n`,
  );
  yield* me.run('cargo check', { ms: 9 * SECOND, output: '    Finished dev [unoptimized] in 8.71s' });
  yield* me.say(`The store is there, with **${choice}** behind it. Next would be the week view; say so and I begin.`);
}

/** Two questions at once: several answers to the first, previews in the second. */
export function* asksExport(me: Hand): Script {
  me.prompted('The accountants want their own export. Keep the first version small.', 'typed', 1, [
    'docs/accountants-letter.pdf',
  ]);
  yield* me.read('src/export/csv.ts', projectOf('ledger').files[2]?.text ?? '');
  yield* me.think('Formats and the layout of a row decide almost everything here. Ask both at once.', 6 * SECOND);
  yield* me.until(MINUTE + 31 * SECOND, 'reading src/reports/settlement.ts');
  const heard = yield* me.ask({ kind: 'question', questions: [...EXPORT_QUESTIONS] });
  if (heard.type === 'answered' && heard.action.type === 'deny') return yield* otherwise(me, heard.action.message);
  const answers = heard.type === 'answered' && heard.action.type === 'answer' ? heard.action.answers : {};
  const formats = answers['formats']?.labels.join(', ') || 'CSV';
  const layout = answers['layout']?.labels[0] ?? answers['layout']?.text ?? 'Wide';
  yield* me.think(`Formats: ${formats}. Layout: ${layout}.`, 2 * SECOND);
  yield* me.edit(
    'src/export/accountants.ts',
    '',
    `export const FORMATS = ${JSON.stringify(formats.split(', '))};\nexport const LAYOUT = '${layout}';\n`,
  );
  yield* me.run('npm test -- export', { ms: 8 * SECOND, output: ' ✓ src/export/accountants.test.ts (11 tests) 33ms' });
  yield* me.say(
    `The first version writes **${formats}**, one row per ${layout === 'Long' ? 'line item' : 'invoice'}. 11 tests hold it.`,
  );
}

/** A plan as a document. */
export function* plansInvoices(me: Hand): Script {
  me.prompted('Plan how we move invoices from SQLite to Postgres without downtime. Don’t write code yet.');
  const explore = me.subagent(
    'Explore',
    'Find every reader of the invoices table',
    'List **every** place that reads or writes the table `invoices`, with file and line.',
  );
  yield* me.asSubagent(
    explore,
    "rg -n 'invoices' src migrations",
    'src/store/invoice-store.ts:12\nsrc/store/invoice-store.ts:48\nsrc/reports/nightly.ts:31\nmigrations/0042_invoices.sql:1',
    9 * SECOND,
  );
  me.finish(
    explore,
    'Four places:\n\n1. `invoice-store.ts:12` (write)\n2. `invoice-store.ts:48` (read)\n3. `reports/nightly.ts:31` (read, by its own connection)\n4. `migrations/0042_invoices.sql`',
  );
  yield* me.think(
    'The nightly report has a connection of its own: it must not be forgotten when reads are switched.',
    9 * SECOND,
  );
  yield* me.read(
    'src/store/invoice-store.ts',
    'export class InvoiceStore {\n  constructor(private readonly db: Database) {}\n}',
  );
  yield* me.until(6 * MINUTE + 40 * SECOND, 'planning');
  for (;;) {
    const verdict = yield* me.mayI({
      kind: 'plan',
      markdown: INVOICE_PLAN,
      path: '/home/mara/.claude/plans/quiet-otter.md',
      choices: [
        { id: 'approve', label: 'Yes, and ask before each edit', effect: 'allow', takesMessage: false },
        { id: 'approve:acceptEdits', label: 'Yes, and accept edits', effect: 'allow', takesMessage: false },
        { id: 'deny', label: 'No, keep planning', effect: 'deny', takesMessage: true },
      ],
    });
    if (verdict.allowed !== false) break;
    yield* me.think(`The plan is not right yet: ${verdict.message ?? 'the user did not say why'}.`, 4 * SECOND);
    yield* me.read(
      'src/reports/nightly.ts',
      "const db = new Database('/var/lib/billing/invoices.db', { readonly: true });",
    );
    yield* me.say(
      'I looked again, at the nightly report in particular. The plan stays in five steps; step 4 now names it.',
      2 * SECOND,
    );
  }
  me.agent.mode = 'acceptEdits';
  me.note('mode', 'Plan approved');
  yield* me.todos([
    ['Dual write behind INVOICES_DUAL', 'active'],
    ['Backfill in batches of 500', 'pending'],
    ['Compare both, nightly', 'pending'],
    ['Switch reads', 'pending'],
  ]);
  yield* me.edit(
    'src/store/dual-store.ts',
    '',
    `/** Writes to both; Postgres may fail, SQLite may not. */
export class DualStore implements InvoiceWrites {
  async add(invoice: Invoice): Promise<void> {
    await this.#sqlite.add(invoice);
    await this.#postgres.add(invoice).catch((error) => this.#log.warn('dual write failed', { error }));
  }
}
`,
    5 * SECOND,
  );
  yield* me.run('npm test -- store', { ms: 9 * SECOND, output: ' ✓ src/store/dual-store.test.ts (12 tests) 88ms' });
  yield* me.say(
    'Step 1 is in: every write goes to both stores, and a failure of Postgres is logged, never thrown. The backfill is next.',
  );
}

/** A form of an MCP server. */
export function* fillsRelease(me: Hand): Script {
  me.prompted('Create the release 5.2 in the tracker and link the open issues.');
  yield* me.run('git log --oneline v5.1..HEAD', {
    ms: 2 * SECOND,
    output:
      'a41c9d2 Cart: discount badge has enough contrast\n91b0e77 Checkout: one request per visit\n5d2f0aa Emails: Dutch\n… 38 more',
  });
  yield* me.say(
    '41 commits since 5.1, 12 of them name an issue. The tracker wants some details before it creates the release.',
    2 * SECOND,
  );
  yield* me.until(-15 * SECOND, 'calling tracker.create_release');
  const verdict = yield* me.mayI({
    kind: 'elicitation',
    server: 'tracker',
    text: 'Details of the release “5.2”',
    fields: [
      { id: 'name', label: 'Name', type: 'text', required: true, initial: '5.2 “Harbour lights”' },
      { id: 'date', label: 'Release date', type: 'text', format: 'date', required: true, initial: '2026-11-26' },
      {
        id: 'channel',
        label: 'Channel',
        type: 'select',
        required: true,
        options: [
          { value: 'beta', label: 'Beta' },
          { value: 'stable', label: 'Stable' },
        ],
      },
      {
        id: 'notify',
        label: 'Tell the watchers',
        description: 'One e-mail to 64 people',
        type: 'boolean',
        required: false,
        initial: 'false',
      },
      {
        id: 'rollout',
        label: 'Share of visitors in the first hour, %',
        type: 'integer',
        required: false,
        initial: '5',
      },
    ],
    choices: [
      { id: 'accept', label: 'Send', effect: 'allow', takesMessage: false },
      { id: 'decline', label: 'Decline', effect: 'deny', takesMessage: false },
      { id: 'cancel', label: 'Dismiss', effect: 'cancel', takesMessage: false },
    ],
  });
  if (verdict.allowed === false) return yield* otherwise(me, verdict.message);
  yield* me.use({
    tool: 'mcp__tracker__create_release',
    doing: 'calling tracker.create_release',
    summary: '5.2',
    input: 'name: 5.2\nproject: STORE',
    view: { type: 'mcp', server: 'tracker', tool: 'create_release' },
    ms: 3 * SECOND,
    output: 'Created STORE release 5.2 with 12 issues.',
  });
  yield* me.say(
    'The release **5.2** is in the tracker with its 12 issues. Two of them have nobody assigned: STORE-881 and STORE-894.',
  );
}

/** A reply that ends by asking. */
export function* asksInProse(me: Hand): Script {
  me.prompted('Our public routes are a mess of /v1/charge, /charges and /payments. Make them one scheme.');
  yield* me.grep(
    "get\\('/|post\\('/",
    'src/routes',
    "src/routes/charges.ts:1: charges.get('/v1/charges/:id'\nsrc/routes/payments.ts:4: payments.post('/payments'\nsrc/routes/legacy.ts:9: legacy.get('/v1/charge'",
    2 * SECOND,
  );
  yield* me.think(
    '/v1/charge is called by two customers directly. Renaming breaks them unless an alias stays.',
    7 * SECOND,
  );
  yield* me.until(-28 * SECOND, 'Looking at who calls /v1/charge');
  const question =
    'Before I rename the public routes: should /v1/charges stay as an alias, and if so, until when? Two customers still call it, about 300 times a day.';
  yield* me.say(`I propose \`/v2/payments\` for all of it, with the old names answering as before.\n\n${question}`);
  const verdict = yield* me.mayI({ kind: 'prose_question', text: question });
  if (verdict.allowed === null && verdict.prompt !== null) yield* react(me, verdict.prompt, 'typed');
}

/** Codex wants to run something as root. */
export function* rotatesLogs(me: Hand): Script {
  me.prompted('The disk of build-3 fills up with logs. Set up rotation and free some space now.');
  yield* me.run('du -sh /var/log/* | sort -h | tail -3', {
    ms: 3 * SECOND,
    output: '1.1G\t/var/log/journal\n6.8G\t/var/log/nginx\n41G\t/var/log/harbor',
  });
  yield* me.edit(
    'logs/rotate.conf',
    projectOf('infra').files[0]?.text ?? '',
    projectOf('infra').files[0]?.changed ?? '',
  );
  yield* me.until(-90 * SECOND, 'Checking the new configuration');
  const verdict = yield* me.mayRun('sudo logrotate --force /etc/logrotate.d/harbor', {
    reason: 'Rotates once now, so that the 41 GB are compressed today and not tonight.',
    ms: 14 * SECOND,
    output: 'rotating pattern: /var/log/harbor/*.log  (14 rotations)\ncompressing log with: /bin/gzip',
  });
  if (verdict.allowed === false && verdict.choiceId !== 'cancel') yield* otherwise(me, verdict.message);
  else if (verdict.allowed === true)
    yield* me.say('41 GB became 5.2 GB. From now on logs rotate daily, at most 200 MB each, and 14 are kept.');
}

/** Stuck at a limit; goes on by itself when it is over. */
export function* hitsLimit(me: Hand): Script {
  me.prompted('Import the statements of May, and tell me which ones don’t add up.');
  yield* me.read('src/import/may.ts', "export const FILES = globSync('data/2026-05/*.csv');");
  yield* me.run('node src/import/may.ts --dry-run', {
    ms: 22 * SECOND,
    output: 'read 412 statements\n3 differ: 0317, 0318, 0402',
  });
  yield* me.until(-3 * MINUTE, 'Comparing statement 0317 line by line');
  const resetsAt = me.agent.world.sim.now() + 42 * MINUTE;
  me.note('rate_limit', 'Usage limit reached; it resets in 42 minutes');
  const text = 'You’ve hit your usage limit. Try again in 42 minutes.';
  const verdict = yield* me.mayI({ kind: 'error', text, cause: 'rate_limit', resetsAt }, 42 * MINUTE);
  if (verdict.allowed === null && verdict.prompt !== null) return yield* react(me, verdict.prompt, 'typed');
  yield* me.say(
    'The limit is over. The three that differ: fees were booked on the last day instead of the first. 0.03 € each, rounding.',
  );
}

/** A dialog that only the screen shows. */
export function* wantsTrust(me: Hand): Script {
  const verdict = yield* me.mayI({
    kind: 'trust',
    text: `Do you trust the files in this folder?\n\n${me.agent.dir}`,
    choices: [
      { id: '1', label: 'Yes, I trust this folder', effect: 'allow', takesMessage: false },
      { id: '2', label: 'No, exit', effect: 'deny', takesMessage: false },
    ],
  });
  if (verdict.allowed === false) return me.agent.end();
  yield* standBy(me);
}
