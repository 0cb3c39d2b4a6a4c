import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/lib/paths.mjs';
import { median, quantile } from '../stats.mjs';
import { newHome, startAmc } from '../world.mjs';

const RUNS = 60;
const SESSION = '0c1a0de0-0000-4000-8000-00000000a115';

/**
 * From the click (`POST /api/commands`) to the answer applied: the waiting hook has printed it and left. The hook is the
 * installed script; the agent that runs it is played, as its own time does not count.
 */
export async function answer() {
  const { home, env, remove } = newHome();
  const agent = spawn('sleep', ['600'], { stdio: 'ignore' });
  try {
    register(home, agent.pid);
    const amc = await startAmc(env);
    const times = [];
    for (let run = 0; run < RUNS; run += 1) times.push(await once({ amc, env, pid: agent.pid, run }));
    await amc.stop();
    const p50 = median(times);
    return [
      {
        what: 'click to structured answer, printed by the hook',
        value: p50,
        unit: 'ms',
        reference: `p95 ${quantile(times, 0.95).toFixed(1)} ms`,
        goal: '≤ 50 ms',
        met: p50 <= 50,
      },
    ];
  } finally {
    agent.kill('SIGKILL');
    remove();
  }
}

/** As Claude Code says of a session that waits. */
function register(home, pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const procStart = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  const at = Date.now();
  const known = {
    pid,
    sessionId: SESSION,
    cwd: home,
    startedAt: at,
    procStart,
    kind: 'interactive',
    entrypoint: 'cli',
  };
  const entry = {
    ...known,
    version: '2.1.330',
    status: 'waiting',
    waitingFor: 'permission prompt',
    statusUpdatedAt: at,
  };
  mkdirSync(join(home, '.claude/sessions'), { recursive: true });
  mkdirSync(join(home, '.claude/projects'), { recursive: true });
  writeFileSync(join(home, '.claude/sessions', `${pid}.json`), JSON.stringify(entry));
}

async function once({ amc, env, pid, run }) {
  const command = `touch file-${run}`;
  const hook = runHook({ ...env, CLAUDE_PID: String(pid), CLAUDE_CODE_SESSION_ID: SESSION }, command);
  const requestId = await asked(amc, command);
  const before = performance.now();
  const sent = amc.post('/api/commands', {
    sessionKey: `claude:${SESSION}`,
    action: { type: 'approve', requestId },
  });
  const printedAt = await hook;
  await sent;
  return printedAt - before;
}

/** Resolves when it has printed an answer and left. */
function runHook(env, command) {
  const child = spawn('/bin/sh', [join(root, 'hook/amc-hook.sh'), 'relay'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stdin.end(
    JSON.stringify({
      session_id: SESSION,
      cwd: env.HOME,
      hook_event_name: 'PermissionRequest',
      permission_mode: 'default',
      tool_name: 'Bash',
      tool_input: { command, description: 'Make a file' },
      permission_suggestions: [],
    }),
  );
  return new Promise((resolve, reject) => {
    child.once('close', () => {
      const at = performance.now();
      if (printed.includes('"behavior":"allow"')) resolve(at);
      else reject(new Error(`The hook printed no answer: ${printed}`));
    });
  });
}

async function asked(amc, command) {
  for (let look = 0; look < 500; look += 1) {
    const answered = await fetch(`${amc.server.url}/api/sessions`, { headers: amc.headers });
    const { sessions } = await answered.json();
    const request = sessions.flatMap(({ requests }) => requests).find((each) => each.command === command);
    if (request?.answer.channel === 'structured') return request.id;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`The request for ${command} was not shown`);
}
