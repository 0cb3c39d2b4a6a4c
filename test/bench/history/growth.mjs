import { newHome } from '../world.mjs';
import { makeHistory } from './corpora.mjs';
import { indexed, MB } from './measure.mjs';

const STEPS = [1, 4, 16];
const CLAUDE = 60;

/** Cold index for 1, 4 and 16 times the corpus: time should be linear, memory flat. */
export async function growth({ baseline }) {
  const runs = [];
  for (const step of STEPS) {
    const { home, env, remove } = newHome();
    try {
      const corpus = makeHistory({ home, baseline, claude: CLAUDE * step, lines: 500 });
      const { amc, readyMs, peakMb } = await indexed(env, { sessions: corpus.paths.length });
      await amc.stop();
      runs.push({ step, readyMs, peakMb, bytes: corpus.bytes });
    } finally {
      remove();
    }
  }
  const [first] = runs;
  return runs.map(({ step, readyMs, peakMb, bytes }) => {
    const perByte = readyMs / bytes / (first.readyMs / first.bytes);
    return {
      what: `cold index, ${step} × (${(bytes / MB).toFixed(0)} MB): time a byte beside 1 ×`,
      value: perByte,
      unit: '×',
      reference: `${(readyMs / 1000).toFixed(1)} s, most memory ${peakMb.toFixed(0)} MB`,
      goal: step === 1 ? '–' : '≤ 1.3 ×',
      met: step === 1 ? null : perByte <= 1.3,
    };
  });
}
