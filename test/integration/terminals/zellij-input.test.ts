import { join } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InputStep, PaneRef, TerminalAdapter } from '../../../src/ports/terminal.ts';
import { needsZellij, pass, refOf, startZellijMachine, until, zellijBin } from './zellij-machine.ts';
import type { ZellijMachine } from './zellij-machine.ts';

const begin = '\x1b[200~';
const end = '\x1b[201~';
const paste = (text: string): InputStep[] => [{ kind: 'paste', text }];
const fortyLines = Array.from({ length: 40 }, (_, line) => `line ${line} of forty`).join('\n');

describe.skipIf(zellijBin === null)(`typing into Zellij panes${needsZellij}`, () => {
  let machine: ZellijMachine;
  let adapter: TerminalAdapter;
  beforeAll(async () => {
    machine = await startZellijMachine();
    await machine.session('main');
    adapter = machine.adapter({ lockDir: join(machine.dir, 'locks') });
  });
  afterAll(() => machine?.dispose());

  describe('a program with bracketed paste gets exactly the text between one pair of brackets', () => {
    test.each([
      ['one line', 'hello there'],
      ['forty lines', fortyLines],
      ['100 kB', `${'0123456789abcdef'.repeat(6_400)}!`],
      ['emoji', 'ship it 👩‍🚀 🇳🇴 👍🏽'],
      ['CJK', '日本語と한국어と中文'],
      ['tabs', 'a\tb\t\tc'],
      ['quotes and what shells and multiplexers read', `'"\`$(touch x) #{pane_id} %1 ~ \\ ; && !id`],
      ['a leading dash', '--pane-id terminal_0'],
      ['names of keys', 'Enter C-c Ctrl c'],
    ])('%s', async (_name, text) => {
      const sink = await machine.sink('main');
      const expected = Buffer.from(`${begin}${text}${end}`);
      const result = await adapter.input(await refOf(adapter, 'main', sink.pane), paste(text), pass);
      expect(result).toEqual({ state: 'accepted', stepsDone: 1 });
      const bytes = await sink.holds(expected.length);
      expect(bytes.equals(expected)).toBe(true);
    });
  });

  test('keys and typed text come as bytes, Enter as a carriage return', async () => {
    const sink = await machine.sink('main');
    const steps: InputStep[] = [
      { kind: 'type', text: '/compact é' },
      { kind: 'key', key: 'enter' },
      { kind: 'key', key: 'up' },
      { kind: 'key', key: 'escape' },
      { kind: 'key', key: 'ctrl-c' },
    ];
    await expect(adapter.input(await refOf(adapter, 'main', sink.pane), steps, pass)).resolves.toEqual({
      state: 'accepted',
      stepsDone: 5,
    });
    const expected = Buffer.from('/compact é\r\x1b[A\x1b\x03');
    expect((await sink.holds(expected.length)).equals(expected)).toBe(true);
  });

  test('a program that asked for the other form of arrow keys gets it', async () => {
    const sink = await machine.sink('main', { modes: ['1', '2004'] });
    await adapter.input(await refOf(adapter, 'main', sink.pane), [{ kind: 'key', key: 'up' }], pass);
    expect((await sink.holds(3)).toString()).toBe('\x1bOA');
  });

  test('a program without bracketed paste gets the lines bare, with line feeds and no Enter', async () => {
    const sink = await machine.sink('main', { modes: [] });
    await adapter.input(await refOf(adapter, 'main', sink.pane), paste('one\ntwo'), pass);
    expect((await sink.holds(7)).toString()).toBe('one\ntwo');
  });

  test('a pane of another tab, which nobody looks at, is reached', async () => {
    await machine.action('main', 'new-tab', '--no-focus', '--name', 'other');
    const tabs: unknown = JSON.parse(await machine.ask('main', 'list-tabs', '--json'));
    const other = Array.isArray(tabs) ? tabs.find((tab) => tab.name === 'other') : undefined;
    const file = join(machine.dir, 'other-tab');
    await writeFile(file, '');
    const pane = await machine.pane(
      'main',
      ['--tab-id', String(other.tab_id)],
      process.execPath,
      join(machine.dir, 'sink.mjs'),
      file,
      '2004',
    );
    const ref = await refOf(adapter, 'main', pane);
    await until(async () => (await adapter.snapshot(ref)).lines.join('').includes('READY'), 'the sink to start');
    await adapter.input(ref, paste('over there'), pass);
    await until(async () => (await readFile(file, 'utf8')) === `${begin}over there${end}`, 'the text in the other tab');
  });

  test('text that could end the paste is refused before anything is written', async () => {
    const sink = await machine.sink('main');
    const result = await adapter.input(await refOf(adapter, 'main', sink.pane), paste(`a${end}\rrm -rf ~`), pass);
    expect(result).toMatchObject({ state: 'refused', code: 'bad_text', stepsDone: 0 });
    await expectOnly(sink.pane, sink.read);
  });

  test('a guard that says no leaves a shell untouched', async () => {
    const trace = join(machine.dir, 'trace');
    const pane = await machine.pane('main', [], '/bin/sh', '-c', `while read line; do echo "$line" >> ${trace}; done`);
    const ref = await refOf(adapter, 'main', pane);
    const refuse = async () => ({ ok: false as const, code: 'not_the_agent', reason: 'a shell is in front' });
    const steps: InputStep[] = [...paste('touch /tmp/never'), { kind: 'key', key: 'enter' }];
    await expect(adapter.input(ref, steps, refuse)).resolves.toEqual({
      state: 'refused',
      code: 'not_the_agent',
      reason: 'a shell is in front',
      stepsDone: 0,
    });
    await adapter.input(ref, [...paste('allowed'), { kind: 'key', key: 'enter' }], pass);
    await until(async () => (await readFile(trace, 'utf8').catch(() => '')) !== '', 'a line in the shell');
    expect(await readFile(trace, 'utf8')).toBe('allowed\n');
  });

  test('a program that comes to the front after the guard has looked gets nothing', async () => {
    const trace = join(machine.dir, 'front');
    const go = join(machine.dir, 'go');
    await writeFile(trace, '');
    const script = `while [ ! -e ${go} ]; do sleep 0.05; done; exec cat > ${trace}`;
    const pane = await machine.pane('main', [], '/bin/sh', '-c', script);
    const ref = await refOf(adapter, 'main', pane);
    const result = await adapter.input(ref, [{ kind: 'key', key: 'enter' }], async () => {
      await writeFile(go, '');
      await until(async () => (await adapter.inspect(ref))?.command === 'cat', 'cat in the pane');
      return { ok: true };
    });
    expect(result).toMatchObject({ state: 'refused', code: 'guard', stepsDone: 0 });
    expect(await readFile(trace, 'utf8')).toBe('');
  });

  test('a held pane is refused and its command is not run again', async () => {
    const runs = join(machine.dir, 'runs');
    const pane = await machine.pane('main', [], '/bin/sh', '-c', `echo ran >> ${runs}`);
    const ref = await refOf(adapter, 'main', pane);
    await until(async () => (await adapter.inspect(ref))?.state === 'held', 'the pane to be held');
    for (const step of [
      { kind: 'key', key: 'enter' },
      { kind: 'key', key: 'escape' },
      { kind: 'key', key: 'ctrl-c' },
      { kind: 'type', text: ' ' },
    ] satisfies InputStep[]) {
      await expect(adapter.input(ref, [step], pass)).resolves.toMatchObject({
        state: 'refused',
        code: 'pane_held',
        stepsDone: 0,
      });
    }
    expect((await adapter.inspect(ref))?.state).toBe('held');
    expect(await readFile(runs, 'utf8')).toBe('ran\n');
  });

  test('a pane that is held between two steps stops the rest', async () => {
    const pane = await machine.pane('main', [], '/bin/sh', '-c', 'read line');
    const ref = await refOf(adapter, 'main', pane);
    const steps: InputStep[] = [
      { kind: 'key', key: 'enter' },
      { kind: 'pause', ms: 300 },
      { kind: 'key', key: 'enter' },
    ];
    await expect(adapter.input(ref, steps, pass)).resolves.toMatchObject({
      state: 'refused',
      code: 'pane_held',
      stepsDone: 2,
    });
  });

  test('a closed pane is refused', async () => {
    const sink = await machine.sink('main');
    const ref = await refOf(adapter, 'main', sink.pane);
    await machine.action('main', 'close-pane', '--pane-id', sink.pane);
    await until(async () => (await adapter.inspect(ref)) === null, 'the pane to be gone');
    await expect(adapter.input(ref, paste('x'), pass)).resolves.toMatchObject({
      state: 'refused',
      code: 'pane_gone',
      stepsDone: 0,
    });
    await expect(adapter.snapshot(ref)).rejects.toMatchObject({ code: 'pane_gone' });
  });

  test('panes of plugins, and what is no pane at all, are refused', async () => {
    const sink = await machine.sink('main');
    const ref = await refOf(adapter, 'main', sink.pane);
    for (const pane of ['plugin_0', 'terminal_9999', '0', 'terminal_', 'terminal_-1']) {
      await expect(adapter.input({ ...ref, pane }, paste('x'), pass)).resolves.toMatchObject({
        state: 'refused',
        code: 'pane_gone',
      });
    }
  });

  test('a tab that types into all its panes is refused', async () => {
    await machine.session('sync');
    const sink = await machine.sink('sync');
    const ref = await refOf(adapter, 'sync', sink.pane);
    await machine.action('sync', 'toggle-active-sync-tab');
    await until(async () => (await adapter.inspect(ref))?.synchronized === true, 'the tab to be in sync');
    await expect(adapter.input(ref, paste('x'), pass)).resolves.toMatchObject({
      state: 'refused',
      code: 'synchronized',
      stepsDone: 0,
    });
    await machine.action('sync', 'toggle-active-sync-tab');
    await adapter.input(ref, paste('y'), pass);
    expect((await sink.holds(13)).toString()).toBe(`${begin}y${end}`);
  });

  test('two writers on one pane take turns, in one process and in two', async () => {
    const sink = await machine.sink('main');
    const ref = await refOf(adapter, 'main', sink.pane);
    const second = machine.adapter({ lockDir: join(machine.dir, 'locks') });
    const steps = (name: string): InputStep[] => [
      ...paste(`${name}1`),
      { kind: 'pause', ms: 60 },
      ...paste(`${name}2`),
      { kind: 'key', key: 'enter' },
    ];
    const results = await Promise.all([
      adapter.input(ref, steps('a'), pass),
      second.input(ref, steps('b'), pass),
      adapter.input(ref, steps('c'), pass),
    ]);
    expect(results.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted']);
    const said = (await sink.holds(3 * (2 * 14 + 1))).toString().split('\r').slice(0, 3);
    expect(said.toSorted()).toEqual(['a', 'b', 'c'].map((name) => `${begin}${name}1${end}${begin}${name}2${end}`));
  });

  test('waits for the screen between two steps', async () => {
    const pane = await machine.pane(
      'main',
      [],
      '/bin/sh',
      '-c',
      'read line; sleep 0.4; echo "got $line"; read again; echo "and $again"; sleep 100',
    );
    const ref = await refOf(adapter, 'main', pane);
    const shows = (what: string): InputStep => ({
      kind: 'expect',
      what,
      timeoutMs: 5_000,
      required: true,
      test: ({ lines }) => lines.includes(what),
    });
    const steps: InputStep[] = [
      ...paste('this'),
      { kind: 'key', key: 'enter' },
      shows('got this'),
      ...paste('that'),
      { kind: 'key', key: 'enter' },
      shows('and that'),
    ];
    await expect(adapter.input(ref, steps, pass)).resolves.toEqual({ state: 'accepted', stepsDone: 6 });
  });

  test('through the program instead of the socket: the same bytes', async () => {
    const cli = machine.adapter({ dialect: 'cli' });
    const text = `--leading dash, 'quotes' and 日本語\nsecond line`;
    const expected = Buffer.from(`${begin}${text}${end}\r`);
    // The program loses a write now and then and says nothing (FORMAT.md): then another pane gets it.
    let ref: PaneRef | null = null;
    for (let tries = 0; ref === null && tries < 4; tries += 1) {
      const sink = await machine.sink('main');
      const pane = await refOf(cli, 'main', sink.pane);
      await expect(cli.input(pane, [...paste(text), { kind: 'key', key: 'enter' }], pass)).resolves.toEqual({
        state: 'accepted',
        stepsDone: 2,
      });
      const got = await sink.holds(expected.length).catch(() => null);
      if (got === null) continue;
      expect(got.equals(expected)).toBe(true);
      ref = pane;
    }
    if (ref === null) throw new Error('nothing arrived in any of four panes');
    await expect(cli.input(ref, paste('x'.repeat(100_001)), pass)).resolves.toMatchObject({
      state: 'refused',
      code: 'too_large',
    });
    expect((await cli.snapshot(ref)).lines[0]).toContain('READY');
  }, 120_000);

  /** Nothing arrived before a byte that was sent after it did. */
  async function expectOnly(pane: string, read: () => Promise<Buffer>): Promise<void> {
    await adapter.input(await refOf(adapter, 'main', pane), [{ kind: 'key', key: 'tab' }], pass);
    await until(async () => (await read()).length > 0, 'the byte after');
    expect((await read()).toString()).toBe('\t');
  }
});
