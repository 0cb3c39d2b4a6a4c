import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { writeCorpus } from './corpus.mjs';
import { median, quantile } from './stats.mjs';
import { newHome, request, startAmc, stopped, timed, until } from './world.mjs';

const GOAL = 50;

/** `/api/state` with 100 Claude sessions and 50 active Codex rollouts of 2,000 lines, beside the original's. */
export async function state({ baseline }) {
  const { home, env, remove } = newHome();
  try {
    writeCorpus(home, { claudeSessions: 100, codexSessions: 50, active: 50, lines: 200, codexLines: 2_000 });
    const amc = await startAmc(env);
    const listed = await until(
      async () => countOf(await fetchState(amc)) >= 150 && (await fetchState(amc)),
      10_000,
      'all 150 sessions',
    );
    const own = await timed(300, () => amc.get('/api/state'));
    await amc.stop();
    const original =
      baseline !== null && existsSync(join(baseline, 'amc_server.py')) ? await timeOriginal(baseline, env) : null;
    const p50 = median(own);
    const rows = [
      {
        what: `/api/state p50, ${countOf(listed)} sessions`,
        value: p50,
        unit: 'ms',
        reference: `p99 ${quantile(own, 0.99).toFixed(2)} ms`,
        goal: '',
        met: null,
      },
    ];
    if (original !== null) {
      const ratio = median(original) / p50;
      rows.push({
        what: '/api/state, times faster than the original',
        value: ratio,
        unit: '×',
        reference: `original p50 ${median(original).toFixed(0)} ms`,
        goal: `≥ ${GOAL} ×`,
        met: ratio >= GOAL,
      });
    }
    return rows;
  } finally {
    remove();
  }
}

async function fetchState(amc) {
  return (await fetch(`${amc.server.url}/api/state`, { headers: amc.headers })).json();
}

function countOf(answer) {
  return answer.sessions.length;
}

async function timeOriginal(baseline, env) {
  const port = await freePort();
  const child = spawn('python3', [join(baseline, 'amc_server.py')], {
    env: { ...env, AMC_PORT: String(port) },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}/api/state`;
  try {
    await until(() => request(url).catch(() => null), 15_000, 'the original to answer');
    return await timed(10, () => request(url));
  } finally {
    await stopped(child);
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
