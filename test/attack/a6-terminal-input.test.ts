import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TerminalAdapter } from '../../src/ports/terminal.ts';
import {
  pass,
  refOf,
  signal,
  startTmuxMachine,
  until,
  type Sink,
  type TmuxMachine,
} from '../integration/terminals/tmux-machine.ts';
import { begin, end, locksIn, pasteAndEnter, typing } from './terminal-rig.ts';
import { exactTexts, refusedTexts } from './terminal-texts.ts';

/** Text into a terminal, through the typist and a real tmux, into a program that keeps every byte. A093 is about rights, which AMC has none of. */
let machine: TmuxMachine;
let tmux: TerminalAdapter;
let rig: ReturnType<typeof typing>;
let sink: Sink;
let agent: { pid: number; startTime: string };

beforeAll(async () => {
  machine = await startTmuxMachine();
  tmux = machine.adapter(locksIn(machine.dir));
  rig = typing(tmux);
  sink = await machine.sink();
  agent = await agentIn(sink);
});
afterAll(() => machine.dispose());

async function agentIn({ pane }: Pick<Sink, 'pane'>): Promise<{ pid: number; startTime: string }> {
  return rig.startOf(await rootOf(pane));
}

async function rootOf(pane: string): Promise<number> {
  return Number(await machine.tmux('display-message', '-p', '-t', pane, '#{pane_pid}'));
}

describe('texts that are never typed', () => {
  it.each(refusedTexts)('%s: refused with its place, not one byte typed', async (_, text, place) => {
    const before = (await sink.read()).length;
    expect(await rig.type(agent, text)).toMatchObject({
      state: 'refused',
      reason: { code: 'bad_text', message: expect.stringContaining(place), next: expect.any(String) },
    });
    expect((await sink.read()).length).toBe(before);
  });

  it('A098 10 MB: refused, not one byte typed', async () => {
    const before = (await sink.read()).length;
    const result = await rig.type(agent, 'x'.repeat(10_000_000));
    expect(result).toMatchObject({ state: 'refused', reason: { code: 'too_large', next: expect.any(String) } });
    expect((await sink.read()).length).toBe(before);
  });
});

describe('texts that arrive as they are', () => {
  it.each(exactTexts)('%s', async (_, text) => {
    const before = (await sink.read()).length;
    const expected = Buffer.from(`${begin}${text}${end}\r`);
    expect(await rig.type(agent, text)).toMatchObject({ state: 'accepted' });
    const all = await sink.holds(before + expected.length);
    expect(all.subarray(before).equals(expected)).toBe(true);
    expect(existsSync(join(machine.dir, 'amc-was-here'))).toBe(false);
  });

  it.each(['a\rb\r', 'a\r\nb\r\n'])('A082 %j: line feeds, one submit', async (text) => {
    const before = (await sink.read()).length;
    await rig.type(agent, text);
    const expected = `${begin}a\nb${end}\r`;
    expect((await sink.holds(before + expected.length)).subarray(before).toString()).toBe(expected);
  });
});

describe('panes that are not typed into', () => {
  /** Refused with this code, and nothing was there when a later, allowed write arrived. */
  async function refuses(
    code: string,
    prepare: (pane: string) => Promise<unknown>,
    undo: (pane: string) => Promise<unknown>,
  ) {
    const other = await machine.sink();
    const process = await agentIn(other);
    await prepare(other.pane);
    expect(await rig.type(process, 'rm -rf ~')).toMatchObject({
      state: 'refused',
      reason: { code, next: expect.any(String) },
    });
    await undo(other.pane);
    await rig.type(process, 'x', () => ({ ok: true, steps: [{ kind: 'type', text: 'x' }] }));
    expect((await other.holds(1)).toString()).toBe('x');
  }

  it('A084 copy mode', () =>
    refuses(
      'in_mode',
      (pane) => machine.tmux('copy-mode', '-t', pane),
      (pane) => machine.tmux('send-keys', '-t', pane, '-X', 'cancel'),
    ));

  it('A090 synchronised panes', () =>
    refuses(
      'synchronized',
      (pane) => machine.tmux('set-option', '-w', '-t', pane, 'synchronize-panes', 'on'),
      (pane) => machine.tmux('set-option', '-w', '-t', pane, 'synchronize-panes', 'off'),
    ));

  it('A085 a program without bracketed paste: never more than one submit', async () => {
    const plain = await machine.sink({ modes: [] });
    await rig.type(await agentIn(plain), 'one\ntwo\nthree');
    const bytes = (await plain.holds('one\ntwo\nthree\r'.length)).toString();
    expect(bytes).toBe('one\ntwo\nthree\r');
    expect(bytes.match(/\r/g)).toHaveLength(1);
  });

  it('A086 a dead pane: refused, and tmux lives on', async () => {
    const dead = await machine.sink();
    const process = await agentIn(dead);
    const ref = await refOf(tmux, dead.pane);
    signal(process.pid, 'SIGKILL');
    await until(async () => (await tmux.inspect(ref))?.state === 'dead', 'the program to end');
    expect(await rig.type(process, 'x')).toMatchObject({ state: 'refused' });
    expect(await tmux.input(ref, pasteAndEnter('x'), pass)).toMatchObject({ state: 'refused', code: 'pane_dead' });
    expect(await machine.tmux('display-message', '-p', 'alive')).toBe('alive');
  });

  it('A087 a shell, because the agent has ended: refused, not one byte typed', async () => {
    const pane = await machine.window('bash', '--norc', '-c', 'sleep 1000; exec cat -v');
    const shell = await rootOf(pane);
    await until(async () => (await rig.childOf(shell, 'sleep')) > 0, 'the agent');
    const process = await rig.startOf(await rig.childOf(shell, 'sleep'));
    signal(process.pid, 'SIGKILL');
    await until(
      async () => (await machine.tmux('display-message', '-p', '-t', pane, '#{pane_current_command}')) === 'cat',
      'the shell',
    );
    expect(await rig.type(process, 'touch p')).toMatchObject({
      state: 'refused',
      reason: { next: expect.any(String) },
    });
    expect((await tmux.snapshot(await refOf(tmux, pane))).lines.join('')).not.toContain('touch');
  });

  it('A087 a shell in front of an agent that is only stopped: refused', async () => {
    const pane = await machine.window('bash', '--norc', '-i');
    const shell = await rootOf(pane);
    await machine.tmux('send-keys', '-t', pane, 'sleep 1000 &', 'Enter');
    await until(async () => (await rig.childOf(shell, 'sleep')) > 0, 'the agent in the background');
    const process = await rig.startOf(await rig.childOf(shell, 'sleep'));
    expect(await rig.type(process, 'touch p')).toMatchObject({ state: 'refused', reason: { code: 'not_foreground' } });
    expect((await tmux.snapshot(await refOf(tmux, pane))).lines.join('')).not.toContain('touch');
  });

  it('A089 a session whose name begins another one: nothing goes there', async () => {
    await machine.tmux('new-session', '-d', '-s', 'prod-old', 'cat -v');
    const pane = await machine.tmux('new-session', '-d', '-P', '-F', '#{pane_id}', '-s', 'prod', 'sleep 1000');
    const process = await rig.startOf(await rootOf(pane));
    const ref = await refOf(tmux, pane);
    await machine.tmux('kill-session', '-t', '=prod');
    expect(await rig.type(process, 'x')).toMatchObject({ state: 'refused' });
    expect(await tmux.input(ref, pasteAndEnter('x'), pass)).toMatchObject({ state: 'refused', code: 'pane_gone' });
    expect((await machine.tmux('capture-pane', '-p', '-t', '=prod-old:')).trim()).toBe('');
    await machine.tmux('kill-session', '-t', '=prod-old');
  });

  it('A094 a dialog on the screen: the planner sees it, and no key is sent', async () => {
    const before = (await sink.read()).length;
    const result = await rig.type(agent, '1', (_, screen) =>
      screen.lines.some((line) => line.includes('READY'))
        ? { ok: false, reason: { code: 'dialog', message: 'A dialog is open.', next: 'Answer it.' } }
        : { ok: true, steps: pasteAndEnter('1') },
    );
    expect(result).toMatchObject({ state: 'refused', reason: { code: 'dialog' } });
    expect((await sink.read()).length).toBe(before);
  });

  it('A095 what comes up between the text and Enter: Enter is not sent, unknown', async () => {
    const before = (await sink.read()).length;
    const result = await rig.type(agent, 'x', () => ({
      ok: true,
      steps: [
        { kind: 'paste', text: 'x' },
        { kind: 'expect', what: 'the text', test: () => false, timeoutMs: 60, required: true },
        { kind: 'key', key: 'enter' },
      ],
    }));
    expect(result).toMatchObject({ state: 'unknown', reason: { code: 'not_shown', next: expect.any(String) } });
    await rig.type(agent, 'y', () => ({ ok: true, steps: [{ kind: 'type', text: 'y' }] }));
    const bytes = await sink.holds(before + `${begin}x${end}y`.length);
    expect(bytes.subarray(before).toString()).toBe(`${begin}x${end}y`);
  });

  it('A088 a new server with the same pane numbers: refused, not one byte typed', async () => {
    const other = await startTmuxMachine();
    try {
      const adapter = other.adapter();
      const old = await refOf(adapter, '%0');
      await other.tmux('kill-server');
      await until(async () => (await adapter.list()).length === 0, 'the server to end');
      await other.tmux('-f', '/dev/null', 'new-session', '-d', '-s', 'main', 'cat -v');
      expect(await adapter.input(old, pasteAndEnter('x'), pass)).toMatchObject({
        state: 'refused',
        code: 'stale_server',
      });
      expect((await other.tmux('capture-pane', '-p', '-t', '%0')).trim()).toBe('');
    } finally {
      await other.dispose();
    }
  });
});
