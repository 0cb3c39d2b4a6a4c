import type { Script } from '../beats.ts';
import type { Hand } from '../hand.ts';
import { MINUTE, SECOND } from '../profile.ts';
import { react } from '../reactions.ts';
import { projectOf } from './projects.ts';

/** Rests for a while; prompted meanwhile, it does that first. */
function* pause(me: Hand, ms: number): Script {
  const prompt = yield* me.rest(ms);
  if (prompt !== null) yield* react(me, prompt, 'typed');
}

/** A piece of the work that never ends: reads, changes, tests, tells; its user asks for the next one, ever more slowly. */
export function* keepsWorking(me: Hand, prompts: readonly string[], reports: readonly string[]): Script {
  const { files, check, paths } = projectOf(me.agent.profile.project);
  let breakMs = 25 * SECOND;
  for (let round = 0; ; round += 1) {
    if (round > 0) me.prompted(prompts[round % prompts.length] ?? 'Go on.');
    for (let step = me.random.between(3, 6); step > 0; step -= 1) {
      const file = me.random.pick(files);
      yield* me.think(`Next: ${file.path}. What depends on it, and is there a test?`, me.random.between(3, 8) * SECOND);
      yield* me.read(me.random.chance(0.4) ? me.random.pick(paths) : file.path, file.text, 1_400);
      if (me.random.chance(0.7)) yield* me.edit(file.path, file.text, file.changed, me.random.between(3, 9) * SECOND);
      yield* me.run(check.command, { ms: me.random.between(8, 34) * SECOND, output: check.output });
    }
    yield* me.say(reports[round % reports.length] ?? 'Done.', 4 * SECOND);
    yield* pause(me, breakMs);
    breakMs = Math.min(30 * MINUTE, breakMs * 1.6);
  }
}

export function* fixesFlakyTest(me: Hand): Script {
  me.prompted('checkout.spec.ts fails about one time in eight, on CI only. Find out why.');
  yield* me.think('On CI only: slower machine, or order. Run it under load first.', 5 * SECOND);
  yield* me.read('e2e/checkout.spec.ts', projectOf('storefront').files[2]?.text ?? '');
  yield* me.say(
    'The test waits 500 ms and then clicks. On a slow machine the button is not there yet. I make it wait for the button, and look for the same pattern elsewhere.',
  );
  me.agent.backgroundTasks = 1;
  yield* me.until(42 * SECOND, 'Running pnpm playwright test --repeat-each 20');
  yield* me.run('pnpm playwright test checkout --shard 2/4', { ms: 55 * SECOND, output: '  20 passed (48.1s)' });
  me.agent.backgroundTasks = 0;
  yield* keepsWorking(
    me,
    ['Look for the same pattern in the other specs.', 'And the account pages.', 'Do the same for the admin.'],
    [
      '20 of 20. The wait is gone, the click waits for the button. Three more specs had the same 500 ms; all are changed.',
      'The account pages are clean. `profile.spec.ts` had a race of its own: it asserted before the save came back.',
    ],
  );
}

/** With two subagents at work. */
export function* refactorsScheduler(me: Hand): Script {
  me.prompted('Refactor the scheduler: one place that knows when a job is due. Use subagents for the call sites.');
  yield* me.todos([
    ['One clock for all of src/queue', 'done'],
    ['Due.ts with its tests', 'done'],
    ['Move the call sites', 'active'],
    ['Delete the old timer', 'pending'],
  ]);
  yield* me.edit(
    'src/queue/due.ts',
    '',
    'export function nextDue(jobs: readonly Job[], now: number): number | null {\n  let next: number | null = null;\n  for (const { dueAt } of jobs) if (next === null || dueAt < next) next = dueAt;\n  return next === null ? null : Math.max(now, next);\n}\n',
    4 * SECOND,
  );
  yield* me.until(50 * SECOND, 'Planning the call sites');
  for (let round = 0; ; round += 1) {
    const first = me.subagent(
      'general-purpose',
      `Move call sites, part ${round * 2 + 1}`,
      'Replace `setTimeout` by `nextDue` in the files of `src/queue/a*`–`m*`. Run the tests of each.',
    );
    const second = me.subagent(
      'general-purpose',
      `Move call sites, part ${round * 2 + 2}`,
      'The same for `src/queue/n*`–`z*`.',
    );
    for (let step = 0; step < 5; step += 1) {
      yield* me.asSubagent(
        me.random.chance(0.5) ? first : second,
        me.random.pick(['npm test -- queue', "rg -n 'setTimeout' src/queue", 'npx tsc --noEmit']),
        'ok',
        me.random.between(11, 26) * SECOND,
      );
    }
    me.finish(first, 'Seven call sites moved, their tests pass.');
    yield* me.asSubagent(second, 'npm test -- scheduler', ' 31 passed', 12 * SECOND);
    me.finish(second, 'Five call sites moved. `sweeper.ts` keeps its timer: it has nothing to do with jobs.');
    yield* me.say(
      'Twelve call sites moved, the old timer has no caller left. I run everything once more before I delete it.',
      4 * SECOND,
    );
    yield* me.run('npm test', { ms: 28 * SECOND, output: projectOf('billing-api').check.output });
    yield* pause(me, (round + 1) * 2 * MINUTE);
    me.prompted('Good. The same for the webhooks.', 'typed');
  }
}

/** Codex: speaks while it writes. */
export function* portsImporter(me: Hand): Script {
  me.prompted('Port the tile importer to streams. Memory must stay under 200 MB for the full chart set.');
  yield* me.read('crates/tiles/src/lib.rs', projectOf('harbor').files[0]?.text ?? '');
  yield* me.run('cargo run --release -p tiles -- charts/full.mbt --stats', {
    ms: 40 * SECOND,
    output: 'tiles 2,114,802  peak rss 3.1 GB  41.2 s',
  });
  yield* me.say(
    '`load` reads the whole file before it parses a byte: 3.1 GB for the full set. A reader over 64 kB chunks needs none of it. The parser already works on slices, so only `lib.rs` and its two callers change.',
  );
  yield* me.edit(
    'crates/tiles/src/lib.rs',
    projectOf('harbor').files[0]?.text ?? '',
    projectOf('harbor').files[0]?.changed ?? '',
    6 * SECOND,
  );
  yield* me.until(8 * SECOND, 'Running cargo test -p tiles');
  for (let round = 0; ; round += 1) {
    yield* me.run('cargo run --release -p tiles -- charts/full.mbt --stats', {
      ms: 21 * SECOND,
      output: 'tiles 2,114,802  peak rss 148 MB  39.8 s',
    });
    yield* me.say(`148 MB instead of 3.1 GB, and a second and a half faster: less to allocate.

| | before | now |
|---|---|---|
| peak memory | 3.1 GB | 148 MB |
| time | 41.2 s | 39.8 s |
| allocations | 6.3 M | 0.4 M |

One thing to decide later: \`TileReader\` returns an iterator of results, so callers see a broken tile where it lies and can go on. The old code gave up on the whole file. I kept the old behaviour in the command and used the new one in the server.`);
    yield* pause(me, (round + 1) * 90 * SECOND);
    me.prompted('Measure it on the small chart set too.', 'typed');
    yield* me.think('The small set has many tiny tiles: the cost per tile shows there.', 4 * SECOND);
  }
}

export function* benchmarksParser(me: Hand): Script {
  me.prompted('Benchmarks for the parser: cold, warm, and with broken input. Find what is slow.');
  yield* me.read('crates/parser/benches/parse.rs', 'fn bench_warm(c: &mut Criterion) {}');
  yield* me.until(74 * MINUTE, 'writing');
  yield* me.until(2 * MINUTE, 'Running cargo bench --bench parse');
  yield* keepsWorking(
    me,
    ['Try memchr for the whitespace.', 'And SIMD for the numbers?', 'Compare with last week.'],
    [
      'Whitespace is 31 % of the time, numbers 22 %. Broken input costs nothing extra: it fails early.',
      'With `memchr` the parser is 1.4 × as fast on our charts. The numbers are the next thing.',
    ],
  );
}

export function* translatesEmails(me: Hand): Script {
  me.prompted('Translate the onboarding e-mails into Dutch and check the placeholders in every template.');
  yield* me.grep(
    '{{first_name}}',
    'templates/',
    'templates/welcome.mjml:14\ntemplates/receipt.mjml:9\ntemplates/reminder.mjml:11',
  );
  yield* me.edit(
    'app/i18n/nl.json',
    '{\n  "welcome.title": "Welcome aboard"\n}',
    '{\n  "welcome.title": "Welkom aan boord"\n}',
    5 * SECOND,
  );
  yield* me.until(70 * SECOND, 'Editing templates/welcome.mjml');
  yield* keepsWorking(
    me,
    ['Now the reminders.', 'Check them with a long name.', 'And German?'],
    [
      'All six templates are in Dutch, every placeholder is in every language. One text is longer than its button: “Betaling bevestigen”.',
      'Reminders done. With a long first name the second line wraps; I gave it 8 px more.',
    ],
  );
}

export function* updatesDependencies(me: Hand): Script {
  me.prompted('Monthly dependency updates. One commit each, skip majors, stop at the first red test.');
  yield* me.run('npm outdated --json | jq length', { ms: 4 * SECOND, output: '14' });
  yield* me.until(19 * SECOND, 'Running terraform plan');
  yield* keepsWorking(
    me,
    ['Go on with the providers.', 'Now the actions.', 'Anything left?'],
    ['11 of 14 updated, each with its own commit and a green run. Three are majors: skipped, listed in the message.'],
  );
}
