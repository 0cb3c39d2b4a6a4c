import { describe, expect, test } from 'vitest';
import type { ProcessInfo, ProcessTable } from '../../ports/process-table.ts';
import type { ProcessFacts } from '../../ports/terminal.ts';
import { provePlace } from './locate.ts';

interface Given extends Partial<ProcessInfo> {
  argv?: readonly string[];
  env?: Record<string, string>;
}

const server: Given = {
  pid: 10,
  ppid: 1,
  tty: null,
  comm: 'zellij',
  argv: ['/usr/bin/zellij', '--server', '/run/zellij/contract_version_1/work'],
};
const shell: Given = { pid: 20, ppid: 10, tty: '/dev/pts/4', argv: ['bash'], env: { ZELLIJ_PANE_ID: '3' } };
const agent: Given = { pid: 30, ppid: 20, tty: '/dev/pts/4', argv: ['claude'], env: { ZELLIJ_PANE_ID: '3' } };

describe('provePlace', () => {
  test('the nearest server, the child of it, and the number in that child', async () => {
    await expect(place([server, shell, agent])).resolves.toMatchObject({
      pane: 3,
      root: { pid: 20 },
      server: { pid: 10, startTime: 's10', socketPath: '/run/zellij/contract_version_1/work' },
    });
  });

  test('a session started inside a pane of another: the inner one', async () => {
    const outer: Given = { ...server, pid: 5, argv: ['zellij', '--server', '/run/zellij/contract_version_1/outer'] };
    await expect(place([outer, { ...server, ppid: 5 }, shell, agent])).resolves.toMatchObject({ server: { pid: 10 } });
  });

  test.each<[string, Given[]]>([
    ['no server above it', [{ ...server, argv: ['tmux'] }, shell, agent]],
    ['a server that is a client', [{ ...server, argv: ['zellij', 'attach', 'work'] }, shell, agent]],
    ['another terminal than the pane', [server, shell, { ...agent, tty: '/dev/pts/9' }]],
    ['no terminal', [server, shell, { ...agent, tty: null }]],
    ['a root without a number', [server, { ...shell, env: {} }, agent]],
    ['a root with something else for a number', [server, { ...shell, env: { ZELLIJ_PANE_ID: '3; rm' } }, agent]],
    ['an environment that names another pane', [server, shell, { ...agent, env: { ZELLIJ_PANE_ID: '4' } }]],
    ['a root that was adopted since', [server, { ...shell, ppid: 1 }, agent]],
  ])('%s: nowhere', async (_name, processes) => {
    await expect(place(processes)).resolves.toBeNull();
  });

  test('a pid that another process has by now: nowhere', async () => {
    const root: Given = { ...shell, pid: 30, ppid: 10 };
    await expect(place([server, root], { startTime: 'earlier' })).resolves.toBeNull();
  });
});

/** The last of the processes, each the child of the one before. */
function place(processes: readonly Given[], facts: Partial<ProcessFacts> = {}) {
  const last = processes.at(-1);
  const ancestors = processes
    .slice(0, -1)
    .map(({ pid }) => pid ?? 0)
    .toReversed();
  const process = {
    pid: last?.pid ?? 0,
    startTime: `s${last?.pid}`,
    env: last?.env ?? {},
    tty: last?.tty ?? null,
    ancestors,
    ...facts,
  };
  return provePlace({ process, processTable: tableOf(processes) });
}

function tableOf(processes: readonly Given[]): ProcessTable {
  const infos = processes.map(({ argv: _argv, env: _env, ...given }): ProcessInfo => ({
    pid: 0,
    ppid: 0,
    startTime: `s${given.pid}`,
    tty: null,
    pgrp: 0,
    tpgid: 0,
    comm: 'x',
    ...given,
  }));
  const given = (pid: number) => processes.find((candidate) => candidate.pid === pid);
  return {
    get: async (pid) => infos.find((info) => info.pid === pid) ?? null,
    environ: async (pid) => given(pid)?.env ?? {},
    cwd: async () => null,
    argv: async (pid) => given(pid)?.argv ?? [],
    list: async () => infos,
    ancestors: async () => [],
    openFiles: async () => [],
  };
}
