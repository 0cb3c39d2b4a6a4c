import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uuid, writeCorpus } from './corpus.mjs';
import { fieldsOf, newHome, startAmc, startTimeOf, stopped, until } from './world.mjs';

const LIVE = 20;
const SETTLE_MS = 5_000;
const WATCH_MS = 30_000;
/** Linux: ticks a second of /proc/PID/stat. */
const TICKS = 100;

/** Twenty live sessions at which nothing happens: processor time and bytes read in half a minute. */
export async function idle() {
  const { home, env, remove } = newHome();
  const sleepers = [];
  try {
    writeCorpus(home, { claudeSessions: LIVE, lines: 500 });
    for (let i = 0; i < LIVE; i += 1) sleepers.push(startSession(home, env, i));
    const amc = await startAmc(env);
    await until(async () => (await liveOf(amc)) === LIVE, 10_000, 'twenty live sessions');
    await pause(SETTLE_MS);
    const before = usageOf(amc.server.pid);
    await pause(WATCH_MS);
    const after = usageOf(amc.server.pid);
    await amc.stop();
    const percent = ((after.ticks - before.ticks) / TICKS / (WATCH_MS / 1000)) * 100;
    const read = (after.rchar - before.rchar) / 1024;
    return [
      {
        what: 'idle, 20 live sessions: processor',
        value: percent,
        unit: '% of a core',
        goal: '< 1 %',
        met: percent < 1,
      },
      {
        what: 'idle: read by all means in 30 s',
        value: read,
        unit: 'KiB',
        reference: `transcripts ${LIVE} × ~${transcriptKiB(home)} KiB`,
        goal: 'no file re-read',
        met: read < LIVE * transcriptKiB(home) * 0.5,
      },
    ];
  } finally {
    await Promise.all(sleepers.map((child) => stopped(child)));
    remove();
  }
}

export function startSession(home, env, i) {
  const child = spawn('sleep', ['300'], { env, stdio: 'ignore' });
  const folder = join(home, '.claude/sessions');
  mkdirSync(folder, { recursive: true });
  const now = Date.now();
  writeFileSync(
    join(folder, `${child.pid}.json`),
    JSON.stringify({
      pid: child.pid,
      sessionId: uuid('0c1a0de0', i),
      cwd: `/home/dev/projects/app-${i % 20}`,
      startedAt: now,
      procStart: startTimeOf(child.pid),
      version: '2.1.330',
      kind: 'interactive',
      entrypoint: 'cli',
      status: 'idle',
      updatedAt: now,
      statusUpdatedAt: now,
    }),
  );
  return child;
}

export async function liveOf(amc) {
  const { sessions } = await (await fetch(`${amc.server.url}/api/sessions`, { headers: amc.headers })).json();
  return sessions.filter(({ status, process }) => status.value === 'idle' && process !== undefined).length;
}

function usageOf(pid) {
  const fields = fieldsOf(pid);
  const rchar = Number(/rchar: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
  return { ticks: Number(fields[11]) + Number(fields[12]), rchar };
}

function transcriptKiB(home) {
  const path = join(home, '.claude/projects/-home-dev-projects-app-0', `${uuid('0c1a0de0', 0)}.jsonl`);
  return Math.round(readFileSync(path).length / 1024);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
