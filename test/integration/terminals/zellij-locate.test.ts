import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PaneInfo, TerminalAdapter } from '../../../src/ports/terminal.ts';
import { needsZellij, pass, startZellijMachine, until, zellijBin } from './zellij-machine.ts';
import type { ZellijMachine } from './zellij-machine.ts';

const exec = promisify(execFile);

describe.skipIf(zellijBin === null)(`finding the Zellij pane of a process${needsZellij}`, () => {
  let machine: ZellijMachine;
  let adapter: TerminalAdapter;
  let programs = 0;
  beforeAll(async () => {
    machine = await startZellijMachine();
    await machine.session('main');
    adapter = machine.adapter();
  });
  afterAll(() => machine?.dispose());

  async function located(by: TerminalAdapter, pid: number): Promise<PaneInfo> {
    const found = await by.locate(await machine.facts(pid));
    if (!found) throw new Error(`no pane of process ${pid}`);
    return found;
  }

  /** A pane whose shell runs a long program; the pid is that program's. */
  async function program(session: string, wrap: (command: string) => string = (command) => command) {
    const file = join(machine.dir, `pid-${programs++}`);
    const pane = await machine.pane(
      session,
      ['--cwd', machine.dir],
      '/bin/sh',
      '-c',
      wrap(`sh -c 'echo $$ > ${file}; exec sleep 1000'`) + '; true',
    );
    await until(async () => (await readFile(file, 'utf8').catch(() => '')).endsWith('\n'), 'the program to start');
    return { pane, pid: Number(await readFile(file, 'utf8')) };
  }

  test('two panes with the same command and the same folder are told apart', async () => {
    const [one, two] = [await program('main'), await program('main')];
    for (const { pane, pid } of [one, two]) {
      const facts = await machine.facts(pid);
      const found = await located(adapter, pid);
      expect(found.ref).toMatchObject({ terminal: 'zellij', session: 'main', pane });
      expect(found.tty).toBe(facts.tty);
      expect(found.rootPid).toBe(facts.ancestors[0]);
      await expect(adapter.inspect(found.ref)).resolves.toEqual(found);
    }
    expect(one.pane).not.toBe(two.pane);
  });

  test('a program that is the pane itself is its own root', async () => {
    const file = join(machine.dir, 'own-root');
    const pane = await machine.pane('main', [], '/bin/sh', '-c', `echo $$ > ${file}; exec sleep 1000`);
    await until(async () => (await readFile(file, 'utf8').catch(() => '')).endsWith('\n'), 'the program to start');
    const pid = Number(await readFile(file, 'utf8'));
    await expect(adapter.locate(await machine.facts(pid))).resolves.toMatchObject({ rootPid: pid, ref: { pane } });
  });

  test('an environment without Zellij in it does not matter, one that names another pane does', async () => {
    const { pane, pid } = await program(
      'main',
      (command) => `env -u ZELLIJ_PANE_ID -u ZELLIJ_SESSION_NAME -u ZELLIJ ${command}`,
    );
    await expect(adapter.locate(await machine.facts(pid))).resolves.toMatchObject({ ref: { pane } });
    const liar = await program('main', (command) => `env ZELLIJ_PANE_ID=0 ${command}`);
    await expect(adapter.locate(await machine.facts(liar.pid))).resolves.toBeNull();
  });

  test('a stale or wrong session name in the environment does not matter', async () => {
    const { pane, pid } = await program('main', (command) => `env ZELLIJ_SESSION_NAME=elsewhere ${command}`);
    await expect(adapter.locate(await machine.facts(pid))).resolves.toMatchObject({ ref: { session: 'main', pane } });
  });

  test('a program on another terminal than the pane is in no pane of Zellij', async () => {
    const { pid } = await program('main', (command) => `script -qec "${command.replaceAll('$', '\\$')}" /dev/null`);
    await expect(adapter.locate(await machine.facts(pid))).resolves.toBeNull();
  });

  test('a tmux inside a pane hides what runs in it', async () => {
    const socket = join(machine.dir, 'inner');
    const { pid } = await program(
      'main',
      (command) => `tmux -S ${socket} -f /dev/null new-session "${command.replaceAll('$', '\\$')}"`,
    );
    const facts = await machine.facts(pid);
    expect(facts.env['ZELLIJ_PANE_ID']).toBeDefined();
    expect(facts.env['TMUX_PANE']).toBeDefined();
    await expect(adapter.locate(facts)).resolves.toBeNull();
    await exec('tmux', ['-S', socket, 'kill-server']);
  });

  test('a process without a terminal, or none at all, is nowhere', async () => {
    const { pid } = await program('main', (command) => `setsid -w ${command}`);
    await expect(adapter.locate(await machine.facts(pid))).resolves.toBeNull();
    const facts = await machine.facts(process.pid);
    await expect(adapter.locate({ ...facts, tty: '/dev/pts/9999' })).resolves.toBeNull();
  });

  test('a renamed session is followed, also when another one has taken its name', { timeout: 60_000 }, async () => {
    await machine.session('old');
    const { pane, pid } = await program('old');
    const before = await located(adapter, pid);
    expect(before.ref.session).toBe('old');
    await machine.action('old', 'rename-session', 'new');
    await until(async () => (await adapter.inspect(before.ref))?.ref.session === 'new', 'the new name');
    await expect(adapter.locate(await machine.facts(pid))).resolves.toMatchObject({
      ref: { session: 'new', pane, epoch: before.ref.epoch },
    });

    // A fresh adapter knows nothing of the first name, and finds two servers that were started under it.
    await machine.session('old-2');
    await machine.action('old-2', 'rename-session', 'old');
    await until(
      async () => (await machine.zellij('list-sessions', '-s')).split('\n').includes('old'),
      'the name to be taken',
    );
    const fresh = machine.adapter();
    const usurper = await program('old');
    await expect(fresh.locate(await machine.facts(pid))).resolves.toMatchObject({
      ref: { session: 'new', pane, epoch: before.ref.epoch },
    });
    const other = await located(fresh, usurper.pid);
    expect(other.ref).toMatchObject({ session: 'old', pane: usurper.pane });
    expect(other.ref.epoch).not.toBe(before.ref.epoch);
    await expect(fresh.input(before.ref, [{ kind: 'key', key: 'tab' }], pass)).resolves.toMatchObject({
      state: 'accepted',
    });
  });
});
