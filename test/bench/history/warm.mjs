import { newHome } from '../world.mjs';
import { makeHistory } from './corpora.mjs';
import { indexed, MB, pause, processOf } from './measure.mjs';

/** A second start with 10,000 small sessions: what is listed when, and what is read for it. */
export async function warm({ baseline }) {
  const { home, env, remove } = newHome();
  try {
    const corpus = makeHistory({ home, baseline, claude: 10_000, lines: 8 });
    const first = await indexed(env, { sessions: corpus.paths.length });
    await first.amc.stop();
    const second = await indexed(env, { sessions: corpus.paths.length });
    await pause(2_000);
    const { rchar } = processOf(second.amc.server.pid);
    await second.amc.stop();
    return [
      {
        what: 'warm start, 10,000 sessions: all listed',
        value: second.listMs,
        unit: 'ms',
        reference: `index ready after ${second.readyMs.toFixed(0)} ms`,
        goal: '≤ 300 ms',
        met: second.listMs <= 300,
      },
      {
        what: 'warm start: read by all means',
        value: rchar / MB,
        unit: 'MB',
        reference: `transcripts ${(corpus.bytes / MB).toFixed(0)} MB`,
        goal: 'no file re-read',
        met: rchar < corpus.bytes * 0.5,
      },
    ];
  } finally {
    remove();
  }
}
