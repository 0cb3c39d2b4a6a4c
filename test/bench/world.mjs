import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';

/** What was started here and still runs: ended with the home, whatever went wrong before. */
const running = new Set();

/** A throw-away home and an environment that knows no other. */
export function newHome() {
  const home = mkdtempSync('/tmp/amc-bench-');
  const env = {
    HOME: home,
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    XDG_RUNTIME_DIR: join(home, 'run'),
    TMUX_TMPDIR: home,
  };
  return { home, env, remove: () => removeHome(home) };
}

function removeHome(home) {
  for (const child of running) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

/** Starts AMC; resolves when it answers `firstPath`. `startedAt` is the time before the process was made, ms. */
export async function startAmc(
  env,
  {
    command = process.execPath,
    args = [join(root, 'dist/cli/main.js'), '--port', '0', '--no-open'],
    firstPath = '/api/state',
  } = {},
) {
  const startedAt = performance.now();
  const child = spawn(command, args, { env, cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const server = await until(() => readServer(env, child), 15_000, 'AMC to start');
  const headers = { authorization: `Bearer ${server.token}` };
  await request(server.url + firstPath, headers);
  const firstAnswerMs = performance.now() - startedAt;
  return {
    server,
    headers,
    firstAnswerMs,
    get: (path) => request(server.url + path, headers),
    post: (path, body) =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    stop: () => stopped(child, server.pid),
  };
}

export function stopped(child, pid = child.pid) {
  const ended = new Promise((resolve) =>
    child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(),
  );
  process.kill(pid, 'SIGTERM');
  return ended;
}

/** One GET over its own kept-alive connection pool; resolves to the body's length. */
export function request(url, headers = {}) {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      let length = 0;
      response.on('data', (chunk) => (length += chunk.length));
      response.on('end', () =>
        response.statusCode === 200 ? resolve(length) : reject(new Error(`${url}: ${response.statusCode}`)),
      );
    }).on('error', reject);
  });
}

/** Times `count` calls one after the other, ms each. */
export async function timed(count, call) {
  const times = [];
  for (let i = 0; i < count; i += 1) {
    const before = performance.now();
    await call(i);
    times.push(performance.now() - before);
  }
  return times;
}

export async function until(probe, timeoutMs, what) {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function readServer(env, child) {
  if (child.exitCode !== null) throw new Error(`AMC ended with code ${child.exitCode}`);
  try {
    return JSON.parse(readFileSync(join(env.HOME, '.local/share/amc/server.json'), 'utf8'));
  } catch {
    return null;
  }
}

/** The fields of /proc/PID/stat after the name. */
export function fieldsOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

export const startTimeOf = (pid) => fieldsOf(pid)[19];
