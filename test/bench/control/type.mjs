import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, quantile } from '../stats.mjs';
import { loadParts } from './load-parts.mjs';
import { listenToSinks, sinkProgram } from './sinks.mjs';

const PANES = 4;
const WRITES = 60;
const WRITES_BESIDE_HUNG = 20;
/** Nobody clicks faster: what the last write left to do must not count for the next. */
const PAUSE_MS = 40;
const GOALS = { tmux: 10, zellij: 20 };

/**
 * Click to text in the pane: from `Typist.type()` (find the pane, prove it, read the screen, plan, lock, write) to the bytes
 * in the program, for tmux and Zellij; and the same while another tmux server is stopped and hangs.
 */
export async function type() {
  const parts = await loadParts();
  const dir = mkdtempSync(join(tmpdir(), 'amc-bench-type-'));
  const sinks = await listenToSinks(dir);
  const machines = [];
  try {
    const started = await startMachines(parts, machines);
    const bench = await benchOf({ parts, dir, sinks, ...started });
    const rows = [];
    for (const name of Object.keys(bench.panes)) rows.push(...rowsOf(name, await bench.times(name, WRITES)));
    const { stopped, longestMs } = await bench.besideHung();
    for (const [name, times] of Object.entries(stopped)) rows.push(besideRow(name, times, longestMs));
    return rows;
  } finally {
    sinks.close();
    for (const machine of machines) await machine.dispose();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function startMachines({ startTmuxMachine, startZellijMachine, zellijBin }, machines) {
  const keep = (machine) => (machines.push(machine), machine);
  const tmux = keep(await startTmuxMachine());
  const hung = keep(await startTmuxMachine());
  if (zellijBin === null) {
    console.error('  Zellij is not installed (npm run setup:machine): left out');
    return { tmux, hung, zellij: null };
  }
  const zellij = keep(await startZellijMachine());
  await zellij.session('bench');
  return { tmux, hung, zellij };
}

async function benchOf({ parts, dir, sinks, tmux, hung, zellij }) {
  const sink = join(dir, 'sink.mjs');
  writeFileSync(sink, sinkProgram);
  const processes = parts.createProcessTable();
  const lockDir = join(dir, 'locks');
  const terminals = [
    tmux.adapter({ sockets: [tmux.socket, hung.socket], lockDir }),
    ...(zellij === null ? [] : [zellij.adapter({ lockDir })]),
  ];
  // As in AMC, which has listed all panes before anybody clicks.
  await Promise.all(terminals.map((terminal) => terminal.list()));
  const planner = {
    agent: 'claude',
    plan: ({ action }) => ({ ok: true, steps: [{ kind: 'paste', text: action.text }] }),
    dialog: () => null,
  };
  const typist = new parts.Typist({
    locator: new parts.PaneLocator({ processes, terminals }),
    processes,
    planners: new Map([['claude', planner]]),
  });
  const open = {
    tmux: (name) => tmux.window(process.execPath, sink, sinks.path, name),
    ...(zellij === null
      ? {}
      : { zellij: (name) => zellij.pane('bench', [], process.execPath, sink, sinks.path, name) }),
  };
  const panes = {};
  for (const [kind, start] of Object.entries(open)) {
    panes[kind] = [];
    for (let at = 0; at < PANES; at += 1) panes[kind].push(await startAgent(`${kind}${at}`, start));
  }
  const stuck = await startAgent('stuck', (name) => hung.window(process.execPath, sink, sinks.path, name));
  await write(stuck, 'first');
  let count = 0;
  return { panes, times, besideHung };

  async function startAgent(name, start) {
    await start(name);
    const pid = await sinks.pidOf(name);
    return { name, process: { pid, startTime: (await processes.get(pid)).startTime } };
  }

  async function write({ name, process }, mark) {
    const before = globalThis.process.hrtime.bigint();
    const result = await typist.type('claude', process, { action: { type: 'prompt', text: mark }, request: null });
    if (result.state !== 'accepted') throw new Error(`${name}: ${JSON.stringify(result)}`);
    return Number((await sinks.arrival(name, mark)) - before) / 1e6;
  }

  async function times(kind, writes, goOn = () => true) {
    const found = [];
    for (let at = 0; at < writes && goOn(); at += 1) {
      found.push(await write(panes[kind][at % PANES], `write-${(count += 1)}-end`));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return found;
  }

  /** Writes that were made while another one waited for the stopped server. */
  async function besideHung() {
    const pid = await hung.serverPid();
    globalThis.process.kill(pid, 'SIGSTOP');
    try {
      const stopped = {};
      let longestMs = 0;
      for (const kind of Object.keys(panes)) {
        const before = performance.now();
        let waiting = true;
        const lost = typist
          .type('claude', stuck.process, { action: { type: 'prompt', text: 'lost' }, request: null })
          .catch(() => undefined)
          .finally(() => (waiting = false));
        stopped[kind] = await times(kind, WRITES_BESIDE_HUNG, () => waiting);
        await lost;
        longestMs = Math.max(longestMs, performance.now() - before);
        if (stopped[kind].length < 5)
          throw new Error(`${kind}: too few writes while the stopped server was waited for`);
        // After a call without an answer AMC asks that server nothing for two seconds.
        await new Promise((resolve) => setTimeout(resolve, 2_100));
      }
      return { stopped, longestMs };
    } finally {
      globalThis.process.kill(pid, 'SIGCONT');
    }
  }
}

function rowsOf(name, times) {
  const p50 = median(times);
  return [
    {
      what: `click to text in a ${name} pane, p50`,
      value: p50,
      unit: 'ms',
      reference: `p99 ${quantile(times, 0.99).toFixed(1)} ms, ${times.length} writes, ${PANES} panes`,
      goal: `≤ ${GOALS[name]} ms`,
      met: p50 <= GOALS[name],
    },
  ];
}

function besideRow(name, times, longestMs) {
  const p50 = median(times);
  return {
    what: `the same in ${name} while another tmux hangs, p50`,
    value: p50,
    unit: 'ms',
    reference: `p99 ${quantile(times, 0.99).toFixed(1)} ms, ${times.length} writes; the hung one gave up after ${(longestMs / 1000).toFixed(1)} s`,
    goal: `≤ ${GOALS[name]} ms`,
    met: p50 <= GOALS[name],
  };
}
