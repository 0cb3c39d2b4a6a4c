import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Guard, InputStep, TerminalAdapter } from '../../../src/ports/terminal.ts';
import { runWriters } from './writers.ts';
import { pass, refOf, signal, startTmuxMachine, until, type TmuxMachine } from './tmux-machine.ts';

const enter: InputStep = { kind: 'key', key: 'enter' };
const paste = (text: string): InputStep => ({ kind: 'paste', text });
const inBrackets = (text: string): string => `\x1b[200~${text}\x1b[201~`;

/** Traps that others fell into, by their numbers in the fault matrix. What is not here is in the other tmux tests. */
let machine: TmuxMachine;
let tmux: TerminalAdapter;
beforeAll(async () => {
  machine = await startTmuxMachine();
  tmux = machine.adapter({ lockDir: join(machine.dir, 'locks') });
});
afterAll(() => machine.dispose());

describe('a pane that moves (F66)', () => {
  it.each<[string, (pane: string) => readonly string[]]>([
    ['renamed', (pane) => ['rename-window', '-t', pane, 'other name']],
    ['moved to another place', (pane) => ['move-window', '-s', pane, '-t', 'main:77']],
    ['swapped with another', (pane) => ['swap-pane', '-d', '-s', pane, '-t', '%0']],
    ['broken out', (pane) => ['break-pane', '-d', '-s', pane]],
    ['joined to another session', (pane) => ['join-pane', '-d', '-s', pane, '-t', 'elsewhere:']],
  ])('%s: the address from before reaches the same program', async (_, change) => {
    await machine.tmux('new-session', '-d', '-s', 'elsewhere', 'sleep 1000').catch(() => undefined);
    const sink = await machine.sink();
    if (change(sink.pane)[0] === 'break-pane') await machine.tmux('split-window', '-d', '-t', sink.pane, 'sleep 1000');
    const ref = await refOf(tmux, sink.pane);
    await machine.tmux(...change(sink.pane));
    expect(await tmux.input(ref, [paste('hi'), enter], pass)).toMatchObject({ state: 'accepted' });
    const expected = `${inBrackets('hi')}\r`;
    expect((await sink.holds(expected.length)).toString()).toBe(expected);
  });
});

describe('a server that ends', () => {
  it('between paste and Enter: what is open stays open, nothing more is written (F64)', async () => {
    const other = await startTmuxMachine();
    try {
      const pid = await other.serverPid();
      const adapter = other.adapter();
      const sink = await other.sink();
      let asked = 0;
      const guard: Guard = async () => {
        if (++asked === 2) {
          signal(pid, 'SIGKILL');
          await until(async () => !isAlive(pid), 'the server to end');
        }
        return { ok: true };
      };
      const result = await adapter.input(await refOf(adapter, sink.pane), [paste('text'), enter], guard);
      expect(result).toMatchObject({ state: 'refused', code: 'pane_gone', stepsDone: 1 });
      expect((await sink.read()).toString()).toBe(inBrackets('text'));
    } finally {
      await other.dispose();
    }
  });
});

describe('others who write', () => {
  it('a person typing meanwhile: the paste stays in one piece (F67)', async () => {
    const sink = await machine.sink();
    const ref = await refOf(tmux, sink.pane);
    const text = 'All work and no play. '.repeat(500).trim();
    const stop = new AbortController();
    const typing = (async () => {
      while (!stop.signal.aborted) await machine.tmux('send-keys', '-l', '-t', sink.pane, 'k');
    })();
    await sink.holds(2);
    const result = await tmux.input(ref, [paste(text)], pass);
    stop.abort();
    await typing;
    expect(result).toMatchObject({ state: 'accepted' });
    await until(async () => (await sink.read()).includes(inBrackets(text)), 'the paste in one piece');
    expect((await sink.read()).toString().replace(inBrackets(text), '')).toMatch(/^k+$/);
  });

  it('two processes of AMC: one after the other', async () => {
    const sink = await machine.sink();
    const ref = await refOf(tmux, sink.pane);
    await runWriters({ ref, socket: machine.socket, lockDir: join(machine.dir, 'locks') });
    const lines = (await sink.holds(4 * (2 * inBrackets('a0-1').length + 1))).toString().split('\r').slice(0, -1);
    expect(lines.toSorted()).toEqual(
      ['a0', 'a1', 'b0', 'b1'].map((name) => `${inBrackets(`${name}-1`)}${inBrackets(`${name}-2`)}`),
    );
  });
});

describe('a screen', () => {
  it('is the rows one sees, whatever lies above (F72)', async () => {
    await machine.tmux('set-option', '-g', 'history-limit', '200000');
    const pane = await machine.window('sh', '-c', 'seq 1 100000; echo the end; exec sleep 1000');
    const ref = await refOf(tmux, pane);
    await until(async () => (await tmux.snapshot(ref)).lines.includes('the end'), 'the last line');
    expect(Number(await machine.tmux('display-message', '-p', '-t', pane, '#{history_size}'))).toBeGreaterThan(99_000);
    const screen = await tmux.snapshot(ref, { ansi: true });
    expect([screen.lines.length, screen.ansi?.length]).toEqual([30, 30]);
    expect(screen.lines).not.toContain('1');
  });
});

describe('through the program instead of the socket', () => {
  it('the same bytes', async () => {
    const program = machine.adapter({ dialect: 'program' });
    const sink = await machine.sink();
    const text = `--leading dash, 'quotes' and 日本語;\nsecond line`;
    expect(await program.input(await refOf(program, sink.pane), [paste(text), enter], pass)).toMatchObject({
      state: 'accepted',
    });
    const expected = Buffer.from(`${inBrackets(text)}\r`);
    expect((await sink.holds(expected.length)).equals(expected)).toBe(true);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
