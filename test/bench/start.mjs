import { writeCorpus } from './corpus.mjs';
import { median } from './stats.mjs';
import { newHome, startAmc } from './world.mjs';

/** `npm start` on an installed copy, to the first answer of `/api/state`, with 1,000 sessions. */
export async function start() {
  const { home, env, remove } = newHome();
  try {
    writeCorpus(home, { claudeSessions: 1_000, lines: 20 });
    const times = [];
    for (let i = 0; i < 6; i += 1) {
      const amc = await startAmc(
        { ...env, npm_config_update_notifier: 'false' },
        { command: 'npm', args: ['start', '--silent', '--', '--port', '0', '--no-open'] },
      );
      if (i > 0) times.push(amc.firstAnswerMs);
      await amc.stop();
    }
    const p50 = median(times);
    return [
      {
        what: '`npm start` to first answer, 1,000 sessions',
        value: p50,
        unit: 'ms',
        reference: `worst ${Math.max(...times).toFixed(0)} ms`,
        goal: '≤ 500 ms',
        met: p50 <= 500,
      },
    ];
  } finally {
    remove();
  }
}
