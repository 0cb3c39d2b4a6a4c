import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { InputStep, TerminalAdapter } from '../../../src/ports/terminal.ts';
import { needsZellij, paneInfo, pass, refOf, signal, startZellijMachine, until, zellijBin } from './zellij-machine.ts';
import type { ZellijMachine } from './zellij-machine.ts';

const text: InputStep[] = [{ kind: 'paste', text: 'hello' }];
const esc = '\x1b\\[';
const pasted = '\x1b[200~hello\x1b[201~';

describe.skipIf(zellijBin === null)(`Zellij sessions and their servers${needsZellij}`, () => {
  let machine: ZellijMachine;
  let adapter: TerminalAdapter;
  beforeAll(async () => {
    machine = await startZellijMachine();
    await machine.session('main');
    adapter = machine.adapter();
  });
  afterAll(() => machine?.dispose());

  test('tells its version, or what is missing', async () => {
    await expect(adapter.probe()).resolves.toMatchObject({
      available: true,
      version: expect.stringMatching(/^0\.\d+\.\d+/),
    });
    const absent = machine.adapter({ zellijBin: '/nowhere/zellij' });
    await expect(absent.probe()).resolves.toMatchObject({
      available: true,
      detail: expect.stringContaining('over their sockets'),
    });
  });

  test('lists panes that run programs, with what is known of them, and no plugin', async () => {
    const pane = await machine.pane('main', ['--name', 'agent', '--cwd', '/tmp'], '/bin/sh', '-c', 'sleep 1000; true');
    const info = await paneInfo(adapter, 'main', pane);
    expect(info).toMatchObject({
      label: `main:Tab #1.${pane.slice('terminal_'.length)}`,
      title: 'agent',
      command: expect.stringContaining('sleep'),
      cwd: '/tmp',
      state: 'running',
      inMode: false,
      inputOff: false,
      synchronized: false,
      tty: expect.stringMatching(/^\/dev\//),
      rootPid: expect.any(Number),
      cols: expect.any(Number),
      rows: expect.any(Number),
    });
    expect(info.ref.epoch.split(':')[0]).toBe(String(await machine.serverPid('main')));
    expect((await adapter.list()).every(({ ref }) => /^terminal_\d+$/.test(ref.pane))).toBe(true);
  });

  test('reads a screen row by row, with colours when asked', async () => {
    const script = String.raw`printf 'one\n%0200d\n\033[1;31mred\033[0m \033[2mdim\033[0m \347\214\253'; sleep 1000`;
    const pane = await machine.pane('main', [], '/bin/sh', '-c', script);
    const { ref, cols, rows } = await paneInfo(adapter, 'main', pane);
    await until(async () => (await adapter.snapshot(ref)).lines.some((line) => line === 'red dim 猫'), 'the text');
    const plain = await adapter.snapshot(ref);
    const coloured = await adapter.snapshot(ref, { ansi: true });
    const last = plain.lines.findIndex((line) => line === 'red dim 猫');
    expect(plain).toMatchObject({ cols, rows, at: expect.any(Number), cursor: { x: 10, y: last } });
    expect(plain.lines).toHaveLength(rows);
    expect(plain.lines.slice(1, last).join('')).toBe('0'.repeat(200));
    expect(coloured.lines).toEqual(plain.lines);
    expect(coloured.ansi?.[last]).toMatch(new RegExp(`${esc}1m.*red.*${esc}2m.*dim`));
  });

  test('what AMC does changes no focus, no size and no list of clients', async () => {
    const sink = await machine.sink('main');
    const ref = await refOf(adapter, 'main', sink.pane);
    const look = async () => ({
      clients: await machine.ask('main', 'list-clients'),
      panes: (await machine.ask('main', 'list-panes', '--json')).replaceAll(
        /"cursor_coordinates_in_pane": \[[^\]]*\]/g,
        '',
      ),
      tabs: await machine.ask('main', 'list-tabs', '--json'),
    });
    const before = await look();
    await adapter.input(ref, text, pass);
    await sink.holds(pasted.length);
    await adapter.snapshot(ref);
    await adapter.list();
    expect(await look()).toEqual(before);
  });

  test('looking at panes leaves a person who has scrolled where they are', async () => {
    await machine.session('scroll');
    const other = await machine.sink('scroll');
    await machine.keys('scroll', 'seq 1 500', 'Enter');
    await until(async () => (await machine.screen('scroll')).includes('500'), 'the numbers');
    await machine.action('scroll', 'page-scroll-up');
    const scrolled = async () => /SCROLL: {1,2}\d+/.exec(await machine.screen('scroll'))?.[0];
    await until(async () => (await scrolled()) !== undefined, 'the scrolled pane');
    const before = await scrolled();
    const ref = await refOf(adapter, 'scroll', other.pane);
    await adapter.inspect(ref);
    await adapter.snapshot(ref, { ansi: true });
    await machine.keys('scroll', 'C-g');
    await until(async () => (await machine.screen('scroll')).includes('LOCK'), 'the next drawing');
    expect(await scrolled()).toBe(before);
  });

  test('a session nobody is attached to is reached like any other', async () => {
    await machine.background('alone');
    const sink = await machine.sink('alone');
    const ref = await refOf(adapter, 'alone', sink.pane);
    await expect(adapter.input(ref, text, pass)).resolves.toMatchObject({ state: 'accepted' });
    expect((await sink.holds(pasted.length)).toString()).toBe(pasted);
    expect((await adapter.snapshot(ref)).lines[0]).toContain('READY');
  });

  describe('reveal', () => {
    /** The pane in front of each person, by the number Zellij gives them. */
    async function inFront(name: string): Promise<string[]> {
      const rows = (await machine.ask(name, 'list-clients')).trim().split('\n').slice(1);
      return rows.map((row) => row.split(/ +/)[1] ?? '');
    }

    test('moves the person who typed last, and nobody else; nothing is typed', async () => {
      await machine.session('show');
      const sink = await machine.sink('show');
      await machine.action('show', 'new-tab', '--name', 'elsewhere');
      await machine.attach('show', 'show2');
      const ref = await refOf(adapter, 'show', sink.pane);
      await until(async () => (await inFront('show')).length === 2, 'both people');
      expect(await inFront('show')).not.toContain(sink.pane);
      await machine.keys('show2', 'C-g');
      await until(async () => (await machine.screen('show2')).includes('LOCK'), 'the key');
      const note = 'It is in front now in the Zellij session show.';
      expect(await adapter.reveal(ref)).toEqual({ shown: true, note });
      expect((await inFront('show')).filter((pane) => pane === sink.pane)).toHaveLength(1);
      expect(await adapter.reveal(ref)).toEqual({ shown: true, note });
      expect((await inFront('show')).filter((pane) => pane === sink.pane)).toHaveLength(1);
      expect((await sink.read()).length).toBe(0);
    });

    test('moves somebody who has attached and not typed yet', async () => {
      await machine.session('fresh');
      const sink = await machine.sink('fresh');
      await machine.action('fresh', 'new-tab', '--name', 'elsewhere');
      await machine.keys('fresh', 'C-o', 'd');
      await until(async () => !(await machine.hasClient('fresh')), 'the client to leave');
      await machine.attach('fresh', 'fresh');
      await until(async () => (await inFront('fresh')).length === 1, 'the person');
      expect(await adapter.reveal(await refOf(adapter, 'fresh', sink.pane))).toMatchObject({ shown: true });
      expect(await inFront('fresh')).toEqual([sink.pane]);
    });

    test('says how to attach where nobody looks, and what is gone', async () => {
      await machine.background('unseen');
      const ref = await refOf(adapter, 'unseen', 'terminal_0');
      expect(await adapter.reveal(ref)).toEqual({
        shown: false,
        note: "No terminal shows the Zellij session unseen. Attach with: zellij attach 'unseen'",
      });
      const gone = { shown: false, note: 'The pane is not there any more.' };
      expect(await adapter.reveal({ ...ref, pane: 'terminal_99' })).toEqual(gone);
      expect(await adapter.reveal({ ...ref, epoch: '1:2' })).toEqual(gone);
    });

    test('through the program instead of the socket', async () => {
      const cli = machine.adapter({ dialect: 'cli' });
      await machine.action('show', 'go-to-tab-name', 'elsewhere');
      const sink = await machine.sink('show');
      expect(await cli.reveal(await refOf(cli, 'show', sink.pane))).toMatchObject({ shown: true });
      expect(await inFront('show')).toContain(sink.pane);
    });
  });

  test('a person can still end the session with the keys they know', async () => {
    await machine.session('quit');
    const sink = await machine.sink('quit');
    const ref = await refOf(adapter, 'quit', sink.pane);
    await adapter.input(ref, text, pass);
    await machine.keys('quit', 'C-q');
    await until(async () => !(await machine.hasClient('quit')), 'the client to leave');
    await until(async () => (await adapter.inspect(ref)) === null, 'the server to end');
    expect((await adapter.list()).some(({ ref: { session } }) => session === 'quit')).toBe(false);
  });

  test('a session of the same name made anew is another one: old refs are refused', async () => {
    await machine.session('again');
    const ref = await refOf(adapter, 'again', 'terminal_0');
    await machine.zellij('kill-session', 'again');
    await until(async () => !(await machine.hasClient('again')), 'the client to leave');
    await machine.zellij('delete-session', '--force', 'again').catch(() => undefined);
    await machine.session('again');
    const now = await refOf(adapter, 'again', 'terminal_0');
    expect(now).toMatchObject({ server: ref.server, session: 'again', pane: 'terminal_0' });
    expect(now.epoch).not.toBe(ref.epoch);
    await expect(adapter.input(ref, text, pass)).resolves.toMatchObject({
      state: 'refused',
      code: 'stale_server',
      stepsDone: 0,
    });
    await expect(adapter.inspect(ref)).resolves.toBeNull();
    await expect(adapter.snapshot(ref)).rejects.toMatchObject({ code: 'stale_server' });
    expect((await adapter.snapshot(now)).lines.join('')).not.toContain('hello');
  });

  describe('a server that is stopped', () => {
    let pid = 0;
    beforeAll(async () => {
      await machine.session('stuck');
      pid = await machine.serverPid('stuck');
    });
    afterEach(() => signal(pid, 'SIGCONT'));

    test('is reported in time, is not written to, and does not hold up other sessions', async () => {
      const quick = machine.adapter({ timeoutMs: 1_000 });
      const sink = await machine.sink('stuck');
      const stuck = await refOf(quick, 'stuck', sink.pane);
      const other = await machine.sink('main');
      const fine = await refOf(quick, 'main', other.pane);
      signal(pid, 'SIGSTOP');

      const asked = quick.input(stuck, text, pass);
      await expect(quick.input(fine, text, pass)).resolves.toMatchObject({ state: 'accepted' });
      expect((await other.holds(pasted.length)).toString()).toBe(pasted);
      await expect(asked).resolves.toMatchObject({ state: 'refused', code: 'zellij_timeout', stepsDone: 0 });
      await expect(quick.inspect(stuck)).rejects.toMatchObject({ code: 'zellij_timeout' });
      await expect(quick.list()).rejects.toMatchObject({ code: 'zellij_timeout' });

      signal(pid, 'SIGCONT');
      await until(async () => (await quick.inspect(stuck).catch(() => null)) !== null, 'the session to answer again');
      await quick.input(stuck, [{ kind: 'key', key: 'tab' }], pass);
      expect((await sink.holds(1)).toString()).toBe('\t');
    });
  });

  test('a socket nobody listens on, and files that are no sockets, are passed over', async () => {
    const dir = join(machine.dir, 'stale');
    await mkdir(join(dir, 'contract_version_1'), { recursive: true });
    abandonSocket(join(dir, 'contract_version_1', 'left-over'));
    const both = machine.adapter({ socketDirs: [dir, machine.socketDir] });
    const sessions = new Set((await both.list()).map(({ ref }) => ref.session));
    expect(sessions.has('left-over')).toBe(false);
    expect(sessions.has('main')).toBe(true);
  });
});

/** A path whose listener has ended without removing it. */
function abandonSocket(path: string): void {
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
}
