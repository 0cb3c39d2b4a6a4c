import type { Script } from '../beats.ts';
import type { Hand } from '../hand.ts';
import { MINUTE, SECOND } from '../profile.ts';
import { standBy } from '../reactions.ts';
import { projectOf } from './projects.ts';

/** Did what it was asked, `ago` before somebody looks, and waits since. */
function done(prompt: string, report: string, ago: number): (me: Hand) => Script {
  return function* (me) {
    const { files, check } = projectOf(me.agent.profile.project);
    const file = me.random.pick(files);
    me.prompted(prompt);
    yield* me.think('First what is there, then the smallest change that does it.', 5 * SECOND);
    yield* me.read(file.path, file.text);
    yield* me.edit(file.path, file.text, file.changed, 7 * SECOND);
    yield* me.run(check.command, { ms: 18 * SECOND, output: check.output });
    yield* me.until(ago + 3 * SECOND, `Running ${check.command}`);
    yield* me.say(report, 3 * SECOND);
    yield* standBy(me);
  };
}

export const retryBudget = done(
  'Webhooks retry for ever when a customer’s server is gone. Give them a budget.',
  'Done: retries back off to 6 h and stop after 24 h. The customer sees the last error in the dashboard. All 41 tests pass.',
  4 * MINUTE,
);
export const explainsSettlement = done(
  'Why is the settlement report off by 0.03 €?',
  'The 0.03 € difference is rounding: fees are rounded per line, totals once. I rounded both per line, half to even, as the auditors want it.',
  9 * MINUTE,
);
/** With a picture, a first try that was stopped and taken back, and a context that became too full on the way. */
export function* mapTiles(me: Hand): Script {
  const { files, check } = projectOf(me.agent.profile.project);
  const file = me.random.pick(files);
  me.prompted('The map loads its tiles twice. The last bar is today.', 'typed', 1);
  yield* me.read(file.path, file.text);
  yield* me.say('The requests doubled with today’s build. Shall I memoize the map?', 3 * SECOND);
  const first = me.prompted('Yes, memoize the whole map.');
  yield* me.think('Everything below the map is then drawn from the cache.', 4 * SECOND);
  me.note('interrupted', 'Interrupted by you');
  me.rewound(first);
  me.prompted('No. Find out which effect runs twice, and fix that.');
  yield* me.edit(file.path, file.text, file.changed, 7 * SECOND);
  me.note('compacted', 'Context compacted: 168k tokens became 24k');
  yield* me.run(check.command, { ms: 18 * SECOND, output: check.output });
  yield* me.until(17 * MINUTE + 3 * SECOND, `Running ${check.command}`);
  yield* me.say(
    'Fixed. The effect ran again because the bounds object was new on every render. It now depends on the four numbers.',
    3 * SECOND,
  );
  yield* standBy(me);
}
export const cartAccess = done(
  'Go through the cart with axe and fix what it finds.',
  'Six findings fixed, one left for you: the colour of the discount badge, which is the brand’s orange at 3.9 : 1.',
  31 * MINUTE,
);
export const backupCheck = done(
  'Check last night’s backup the way the runbook says.',
  'Restored last night’s dump into a scratch database: 2,114,802 rows, checksums equal. The restore took 6 min 12 s.',
  58 * MINUTE,
);
