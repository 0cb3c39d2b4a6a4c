import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAmc, until } from '../world.mjs';

const MINUTE = 60_000;
/** Asking costs, too: what is measured takes seconds. */
const POLL_MS = 100;

/** ms that one Node thread needs to read and JSON.parse every line of a home; the median of three. */
export function floorOf(home) {
  const program = fileURLToPath(new URL('floor-program.mjs', import.meta.url));
  const runs = [0, 1, 2].map(() => {
    const run = spawnSync(process.execPath, [program, home], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout).ms;
  });
  return runs.toSorted((a, b) => a - b)[1];
}

export async function json(amc, path) {
  const response = await fetch(amc.server.url + path, { headers: amc.headers });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/**
 * Starts AMC on a home and waits until it lists `sessions` sessions and until its index is ready. Times are from the
 * making of the process, ms; `peakMb` is the most memory it ever held, `cpuMs` what it used, `rchar` the bytes read.
 */
export async function indexed(env, { sessions }) {
  const startedAt = performance.now();
  const amc = await startAmc(env, { firstPath: '/api/history?limit=1' });
  await until(async () => (await json(amc, '/api/history?limit=1')).total >= sessions, MINUTE, `${sessions} sessions`);
  const listMs = performance.now() - startedAt;
  await until(
    async () => (await pause(POLL_MS), (await json(amc, '/api/index')).state === 'ready'),
    10 * MINUTE,
    'the index',
  );
  const readyMs = performance.now() - startedAt;
  return { amc, listMs, readyMs, ...processOf(amc.server.pid) };
}

/** Memory in MB (now, most ever), processor time in ms and bytes read by any means, of a process with its threads. */
export function processOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kib = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? NaN);
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    rssMb: kib('VmRSS') / 1024,
    peakMb: kib('VmHWM') / 1024,
    cpuMs: (Number(fields[11]) + Number(fields[12])) * 10,
    rchar: Number(/rchar: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]),
  };
}

export function indexBytes(home) {
  const dir = join(home, '.local/share/amc');
  const names = existsSync(dir) ? readdirSync(dir).filter((name) => name.startsWith('index.db')) : [];
  return names.reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const MB = 1e6;
