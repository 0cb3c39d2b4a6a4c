import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Guard, InputStep, PaneRef, TerminalAdapter } from '../../../src/ports/terminal.ts';
import { createProcessTable } from '../../../src/platform/process-table.ts';
import { pass, paneInfo, refOf, signal, startTmuxMachine, until, type Sink, type TmuxMachine } from './tmux-machine.ts';

const enter: InputStep = { kind: 'key', key: 'enter' };
const paste = (text: string): InputStep => ({ kind: 'paste', text });
const inBrackets = (text: string): Buffer => Buffer.from(`\x1b[200~${text}\x1b[201~`);

let machine: TmuxMachine;
let tmux: TerminalAdapter;
beforeAll(async () => {
  machine = await startTmuxMachine();
  tmux = machine.adapter({ lockDir: join(machine.dir, 'locks') });
});
afterAll(() => machine.dispose());

describe('text into a pane', () => {
  let sink: Sink;
  let ref: PaneRef;
  let before = 0;
  beforeAll(async () => {
    sink = await machine.sink();
    ref = await refOf(tmux, sink.pane);
  });

  it.each([
    ['one line', 'fix the build'],
    ['40 lines', Array.from({ length: 40 }, (_, at) => `line ${at} of forty, with\ta tab`).join('\n')],
    ['100 kB', 'All work and no play makes Jack a dull boy.\n'.repeat(2_300).trimEnd()],
    ['emoji, also joined ones', '🚀 👩‍👩‍👧 🏳️‍🌈 ok'],
    ['Chinese, Japanese, Arabic, Hebrew, combining marks', '日本語 中文 한국어 مرحبا שלום e\u0301'],
    ['quotes and backslashes', `"double" 'single' \`back\` \\ \\n \\033 $HOME $(touch ${'x'}) !!`],
    ['a last semicolon', 'fix this;'],
    ['only a semicolon', ';'],
    ['tmux commands', 'a ; kill-server'],
    ['a leading minus', '-R -X cancel'],
    ['names of keys', 'Enter'],
    ['tmux formats', '#{pane_id} #(id) #[fg=red] %1 %H =main'],
  ])('%s arrives as it is, in one pair of brackets, and one Enter after it', async (_, text) => {
    const expected = Buffer.concat([inBrackets(text), Buffer.from('\r')]);
    expect(await tmux.input(ref, [paste(text), enter], pass)).toEqual({ state: 'accepted', stepsDone: 2 });
    const all = await sink.holds(before + expected.length);
    expect(all.subarray(before).equals(expected)).toBe(true);
    before = all.length;
  });

  it('types raw characters without brackets, and every key', async () => {
    const steps: InputStep[] = [{ kind: 'type', text: '/compact é;' }];
    for (const key of ['tab', 'up', 'down', 'backspace', 'ctrl-c', 'escape', 'enter'] as const)
      steps.push({ kind: 'key', key });
    expect(await tmux.input(ref, steps, pass)).toMatchObject({ state: 'accepted' });
    const expected = '/compact é;\t\x1b[A\x1b[B\x7f\x03\x1b\r';
    const all = await sink.holds(before + Buffer.byteLength(expected));
    expect(all.subarray(before).toString()).toBe(expected);
    before = all.length;
  });

  it('leaves no paste buffer behind', async () => {
    expect(await machine.tmux('list-buffers')).toBe('');
  });

  it('refuses text that could end the paste, and types nothing', async () => {
    expect(await tmux.input(ref, [paste('a\x1b[201~\rrm -rf ~')], pass)).toMatchObject({
      state: 'refused',
      code: 'bad_text',
      stepsDone: 0,
    });
    expect((await sink.read()).length).toBe(before);
  });

  it('waits until the screen shows what it must', async () => {
    const steps: InputStep[] = [
      {
        kind: 'expect',
        what: 'READY',
        test: (screen) => screen.lines[0] === 'READY',
        timeoutMs: 5_000,
        required: true,
      },
      {
        kind: 'expect',
        what: 'a question',
        test: (screen) => screen.lines.includes('?'),
        timeoutMs: 50,
        required: true,
      },
      enter,
    ];
    expect(await tmux.input(ref, steps, pass)).toMatchObject({ state: 'refused', code: 'not_shown', stepsDone: 1 });
    expect((await sink.read()).length).toBe(before);
  });
});

describe('arrow keys', () => {
  it('take the form the program asked for', async () => {
    const sink = await machine.sink({ modes: ['1'] });
    await tmux.input(await refOf(tmux, sink.pane), [{ kind: 'key', key: 'up' }], pass);
    expect((await sink.holds(3)).toString()).toBe('\x1bOA');
  });
});

describe('a pane that must not be typed into', () => {
  /** Refused with this code, and not one byte arrived by the time a second, allowed write has. */
  async function refusesAll(sink: Sink, code: string, undo: () => Promise<unknown>): Promise<string> {
    const ref = await refOf(tmux, sink.pane);
    const result = await tmux.input(ref, [paste('rm -rf'), enter], pass);
    expect(result).toMatchObject({ state: 'refused', code, stepsDone: 0 });
    await undo();
    expect(await tmux.input(ref, [{ kind: 'type', text: 'x' }], pass)).toMatchObject({ state: 'accepted' });
    expect((await sink.holds(1)).toString()).toBe('x');
    return result.state === 'refused' ? result.reason : '';
  }

  it('because somebody scrolls in it, and leaves them scrolling', async () => {
    const sink = await machine.sink();
    await machine.tmux('copy-mode', '-t', sink.pane);
    const reason = await refusesAll(sink, 'in_mode', async () => {
      expect(await machine.tmux('display-message', '-p', '-t', sink.pane, '#{pane_mode}')).toBe('copy-mode');
      await machine.tmux('send-keys', '-t', sink.pane, '-X', 'cancel');
    });
    expect(reason).toMatchInlineSnapshot(
      `"somebody is scrolling in this pane (copy mode); leave it there with q, then send again"`,
    );
  });

  it('because its input is off', async () => {
    const sink = await machine.sink();
    await machine.tmux('select-pane', '-d', '-t', sink.pane);
    const reason = await refusesAll(sink, 'input_off', () => machine.tmux('select-pane', '-e', '-t', sink.pane));
    expect(reason).toMatchInlineSnapshot(
      `"input to this pane is switched off in tmux; switch it on there with select-pane -e, then send again"`,
    );
  });

  it('because its window types into all panes', async () => {
    const sink = await machine.sink();
    await machine.tmux('set-option', '-w', '-t', sink.pane, 'synchronize-panes', 'on');
    const reason = await refusesAll(sink, 'synchronized', () =>
      machine.tmux('set-option', '-w', '-t', sink.pane, 'synchronize-panes', 'off'),
    );
    expect(reason).toMatchInlineSnapshot(
      `"this window types into all its panes at once; switch synchronize-panes off there, then send again"`,
    );
  });

  it('because its program has ended, and the server stays alive', async () => {
    const pane = await machine.window('true');
    await until(async () => (await paneInfo(tmux, pane)).state === 'dead', 'the program to end');
    expect(await tmux.input(await refOf(tmux, pane), [paste('x'), enter], pass)).toMatchObject({
      state: 'refused',
      code: 'pane_dead',
    });
    expect(await machine.tmux('display-message', '-p', 'alive')).toBe('alive');
  });

  it('because it is closed', async () => {
    const pane = await machine.window('sleep', '100');
    const ref = await refOf(tmux, pane);
    await machine.tmux('kill-pane', '-t', pane);
    expect(await tmux.input(ref, [enter], pass)).toMatchObject({ state: 'refused', code: 'pane_gone' });
    expect(await tmux.inspect(ref)).toBeNull();
    await expect(tmux.snapshot(ref)).rejects.toMatchObject({ code: 'pane_gone' });
  });

  it('because the guard finds a shell there', async () => {
    const pane = await machine.window('bash', '--norc');
    const proof = join(machine.dir, 'proof');
    const guard: Guard = async () => {
      const seen = await paneInfo(tmux, pane);
      return seen.command === 'claude'
        ? { ok: true }
        : { ok: false, code: 'not_the_agent', reason: `The pane runs ${seen.command}.` };
    };
    const result = await tmux.input(await refOf(tmux, pane), [paste(`touch ${proof}`), enter], guard);
    expect(result).toEqual({ state: 'refused', code: 'not_the_agent', reason: 'The pane runs bash.', stepsDone: 0 });
    expect((await tmux.snapshot(await refOf(tmux, pane))).lines.join('')).not.toContain('touch');
  });
});

describe('what changes while AMC looks', () => {
  /** The guard is the last to look: everything it does happens between AMC's look and its write. */
  async function changing(sink: Sink, change: () => Promise<unknown>): Promise<unknown> {
    const guard: Guard = async () => {
      await change();
      return { ok: true };
    };
    return tmux.input(await refOf(tmux, sink.pane), [paste('rm -rf'), enter], guard);
  }

  it('another program in the foreground: tmux itself refuses', async () => {
    const sink = await machine.sink({ before: ['sh', '-c', '"$@"; exec cat -v', 'sh'] });
    const pid = Number(await machine.tmux('display-message', '-p', '-t', sink.pane, '#{pane_pid}'));
    const child = (await createProcessTable().list()).find((info) => info.ppid === pid);
    const result = await changing(sink, async () => {
      signal(child?.pid ?? 0, 'SIGKILL');
      await until(async () => (await paneInfo(tmux, sink.pane)).command === 'cat', 'the next program');
    });
    expect(result).toMatchObject({ state: 'refused', code: 'guard', stepsDone: 0 });
    expect((await tmux.snapshot(await refOf(tmux, sink.pane))).lines.join('')).not.toContain('rm');
  });

  it('the program ends: refused, and the server stays alive', async () => {
    const sink = await machine.sink();
    const pid = Number(await machine.tmux('display-message', '-p', '-t', sink.pane, '#{pane_pid}'));
    const result = await changing(sink, async () => {
      signal(pid, 'SIGKILL');
      await until(async () => (await paneInfo(tmux, sink.pane)).state === 'dead', 'the program to end');
    });
    expect(result).toMatchObject({ state: 'refused', code: 'pane_dead', stepsDone: 0 });
    expect(await machine.tmux('display-message', '-p', 'alive')).toBe('alive');
  });

  it('the pane is respawned: refused', async () => {
    const sink = await machine.sink();
    const result = await changing(sink, () => machine.tmux('respawn-pane', '-k', '-t', sink.pane, 'cat', '-v'));
    expect(result).toMatchObject({ state: 'refused', code: 'pane_gone', stepsDone: 0 });
    expect((await tmux.snapshot(await refOf(tmux, sink.pane))).lines.join('')).not.toContain('rm');
  });

  it('somebody starts to scroll: refused', async () => {
    const sink = await machine.sink();
    expect(await changing(sink, () => machine.tmux('copy-mode', '-t', sink.pane))).toMatchObject({
      state: 'refused',
      code: 'in_mode',
    });
    expect((await sink.read()).length).toBe(0);
  });
});

describe('two writers on one pane', () => {
  it('take turns, also between processes that share only the lock folder', async () => {
    const sink = await machine.sink();
    const ref = await refOf(tmux, sink.pane);
    const others = [
      tmux,
      tmux,
      ...Array.from({ length: 2 }, () => machine.adapter({ lockDir: join(machine.dir, 'locks') })),
    ];
    const results = await Promise.all(
      others.map((adapter, at) => adapter.input(ref, [paste(`writer ${at}`), { kind: 'pause', ms: 30 }, enter], pass)),
    );
    expect(results.map((result) => result.state)).toEqual(Array(4).fill('accepted'));
    const bytes = (await sink.holds(4 * (inBrackets('writer 0').length + 1))).toString();
    expect(bytes.split('\r').filter(Boolean).toSorted()).toEqual(
      [0, 1, 2, 3].map((at) => inBrackets(`writer ${at}`).toString()),
    );
  });

  it('are refused when the lock folder cannot be used', async () => {
    const sink = await machine.sink();
    const file = join(machine.dir, 'not-a-folder');
    await writeFile(file, '');
    const adapter = machine.adapter({ lockDir: file });
    expect(await adapter.input(await refOf(tmux, sink.pane), [enter], pass)).toMatchObject({
      state: 'refused',
      code: 'lock_unavailable',
    });
    expect((await sink.read()).length).toBe(0);
  });
});
