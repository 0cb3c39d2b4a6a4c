import { afterEach, describe, expect, it } from 'vitest';
import type { Actor } from '../contract/command.ts';
import { UpstreamError } from '../contract/errors.ts';
import type { ScreenEvent } from '../contract/screen.ts';
import type { ProcessInfo, ProcessTable } from '../ports/process-table.ts';
import type { InputResult, InputStep, PaneInfo, TerminalAdapter } from '../ports/terminal.ts';
import type { NewAuditEntry } from '../ports/state-store.ts';
import type { SessionState } from '../core/state.ts';
import { Between } from './commands/between.ts';
import { PaneLocator } from './pane-locator.ts';
import { PaneScreens } from './screens.ts';

const KEY = 'claude:s';
const actor: Actor = { by: 'page', address: '127.0.0.1' };
const inFront: ProcessInfo = { pid: 7, ppid: 1, startTime: 's', tty: '/dev/pts/1', pgrp: 7, tpgid: 7, comm: 'claude' };
const pane: PaneInfo = {
  ref: { terminal: 'tmux', server: '/s', epoch: '1:2', session: '$0', pane: '%1' },
  label: 'main:0.0',
  title: '',
  tty: '/dev/pts/1',
  cols: 80,
  rows: 2,
  state: 'running',
  inMode: false,
  inputOff: false,
  synchronized: false,
};
const alive = {
  key: KEY,
  status: { value: 'working' },
  process: { known: 'running', process: { pid: 7, startTime: 's' }, source: 'registry', at: 0 },
} as unknown as SessionState;

const made: PaneScreens[] = [];
afterEach(() => {
  for (const screens of made.splice(0)) screens.dispose();
});

/** A machine with one pane, of which a test changes what it likes. */
function machine() {
  const world = {
    state: alive as SessionState | null,
    process: inFront as ProcessInfo | null,
    rows: ['one', 'two'],
    located: pane as PaneInfo | null,
    snapshot: null as (() => Promise<never>) | null,
    looks: 0,
    isHandingOver: false,
    input: (async () => ({ state: 'accepted', stepsDone: 1 })) as TerminalAdapter['input'],
    audit: [] as NewAuditEntry[],
    canWrite: true,
    between: new Between(),
  };
  const processes: Partial<ProcessTable> = {
    get: async () => world.process,
    environ: async () => ({}),
    ancestors: async () => [],
  };
  const tmux: Partial<TerminalAdapter> = {
    terminal: 'tmux',
    locate: async () => world.located,
    snapshot: async () => {
      world.looks += 1;
      if (world.snapshot !== null) return world.snapshot();
      return { at: world.looks, cols: 80, rows: 2, lines: world.rows, ansi: world.rows, cursor: { x: 1, y: 1 } };
    },
    input: (...input) => world.input(...input),
  };
  let ids = 0;
  const screens = new PaneScreens({
    clock: Date.now,
    newId: () => `b${(ids += 1)}`,
    store: {
      addAudit: (lines) => {
        if (!world.canWrite) throw new Error('disk full');
        world.audit.push(...lines);
      },
    },
    locator: new PaneLocator({ processes: processes as ProcessTable, terminals: [tmux as TerminalAdapter] }),
    stateOf: () => world.state,
    isHandingOver: () => world.isHandingOver,
    between: (key, work) => (world.isHandingOver ? null : world.between.run(key, work)),
    titleOf: () => 'Queue',
    unwritten: () => undefined,
  });
  made.push(screens);
  return { world, screens };
}

function follow(screens: PaneScreens) {
  const events: ScreenEvent[] = [];
  const stop = screens.follow(KEY, (event) => events.push(event));
  const told = (event: ScreenEvent | undefined): string =>
    event === undefined ? '' : event.type === 'screen' ? event.screen.rows.join('|') : `${event.type}: ${event.reason}`;
  return { events, stop, last: () => told(events.at(-1)), all: () => events.map(told) };
}

const soon = (test: () => unknown) => expect.poll(test, { timeout: 5_000, interval: 5 });

describe('a followed pane', () => {
  it('is told when it changes, and only then', async () => {
    const { world, screens } = machine();
    const { all, last, events } = follow(screens);
    await soon(last).toBe('one|two');
    await soon(() => world.looks).toBeGreaterThanOrEqual(3);
    world.rows = ['three', 'four'];
    await soon(last).toBe('three|four');
    expect(all()).toEqual(['one|two', 'three|four']);
    expect(events[0]).toMatchObject({ screen: { cols: 80, cursor: { x: 1, y: 1 } } });
  });

  it('is read once for all who follow, and by nobody when nobody does', async () => {
    const { world, screens } = machine();
    const first = follow(screens);
    await soon(first.last).toBe('one|two');
    const looks = world.looks;
    const second = follow(screens);
    expect(second.last()).toBe('one|two');
    await soon(() => world.looks).toBeGreaterThan(looks);
    first.stop();
    second.stop();
    const before = world.looks;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(world.looks).toBeLessThanOrEqual(before + 1);
  });

  it('tells nothing but text and colours', async () => {
    const { world, screens } = machine();
    world.rows = ['\x1b[31mred\x1b]52;c;aGk=\x07\x1b[2J', ''];
    const { last } = follow(screens);
    await soon(last).toBe('\x1b[31mred|');
  });

  it.each<[string, (world: ReturnType<typeof machine>['world']) => void, string]>([
    [
      'another program is in front',
      (world) => (world.process = { ...inFront, tpgid: 99 }),
      'unreadable: another program is in the foreground of its terminal',
    ],
    [
      'the multiplexer hangs',
      (world) => (world.snapshot = () => Promise.reject(new UpstreamError({ code: 'x', message: 'tmux hangs.' }))),
      'unreadable: tmux hangs',
    ],
  ])('is not shown while %s, and again afterwards', async (_, spoil, told) => {
    const { world, screens } = machine();
    const { last } = follow(screens);
    await soon(last).toBe('one|two');
    spoil(world);
    await soon(last).toBe(told);
    Object.assign(world, { process: inFront, snapshot: null });
    await soon(last).toBe('one|two');
  });

  it('is not shown when another program came while it was read', async () => {
    const { world, screens } = machine();
    world.snapshot = async () => {
      world.process = { ...inFront, tpgid: 99 };
      return { at: 1, cols: 80, rows: 1, lines: ['secret'] } as never;
    };
    const { last, all } = follow(screens);
    await soon(last).toMatch(/^unreadable/);
    expect(all().join()).not.toContain('secret');
  });

  it.each<[string, (world: ReturnType<typeof machine>['world']) => void, string]>([
    ['ended', (world) => (world.state = { ...alive, status: { ...alive.status, value: 'ended' } }), 'has ended'],
    ['is forgotten', (world) => (world.state = null), 'has ended'],
    ['runs in no pane', (world) => (world.located = null), 'it runs in no multiplexer pane AMC can reach'],
    ['has no process', (world) => (world.state = { ...alive, process: { known: 'never' } }), 'which process'],
  ])('is gone for good when its session %s', async (_, spoil, told) => {
    const { world, screens } = machine();
    spoil(world);
    const { last, events } = follow(screens);
    await soon(last).toContain(told);
    expect(events).toMatchObject([{ type: 'gone' }]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(world.looks).toBe(0);
  });

  it('is left alone while AMC hands a command over', async () => {
    const { world, screens } = machine();
    world.isHandingOver = true;
    const { last } = follow(screens);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(world.looks).toBe(0);
    world.isHandingOver = false;
    await soon(last).toBe('one|two');
  });
});

describe('typing by hand', () => {
  it('goes as keys, as text, or as a paste where it has lines', async () => {
    const { world, screens } = machine();
    const steps: InputStep[] = [];
    world.input = async (_, given) => {
      steps.push(...given);
      return { state: 'accepted', stepsDone: 1 };
    };
    for (const keys of [{ key: 'enter' as const }, { text: 'hi' }, { text: 'a\nb' }])
      expect(await screens.type(KEY, keys, actor)).toEqual({ ok: true });
    expect(steps).toEqual([
      { kind: 'key', key: 'enter' },
      { kind: 'type', text: 'hi' },
      { kind: 'paste', text: 'a\nb' },
    ]);
  });

  it('is one entry of the audit log a burst: how much, and never what', async () => {
    const { world, screens } = machine();
    await screens.type(KEY, { text: 'hunter2' }, actor);
    expect(world.audit).toMatchObject([{ commandId: 'b1', state: 'delivering', what: 'typed by hand', actor }]);
    await screens.type(KEY, { key: 'enter' }, actor);
    await screens.type(KEY, { key: 'enter' }, actor);
    screens.dispose();
    expect(world.audit).toHaveLength(2);
    expect(world.audit[1]).toMatchObject({
      commandId: 'b1',
      state: 'accepted',
      via: 'tmux',
      sessionTitle: 'Queue',
      what: 'typed by hand: 7 characters, enter ×2',
    });
    expect(JSON.stringify(world.audit)).not.toContain('hunter2');
  });

  it('is not done when it cannot be written down', async () => {
    const { world, screens } = machine();
    world.canWrite = false;
    world.input = () => Promise.reject(new Error('Expected nothing to be typed'));
    expect(await screens.type(KEY, { text: 'a' }, actor)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('cannot write down'),
    });
  });

  it.each<[string, (world: ReturnType<typeof machine>['world']) => void, string]>([
    ['a command is on its way', (world) => (world.isHandingOver = true), 'handing a command over'],
    ['another program is in front', (world) => (world.process = { ...inFront, tpgid: 99 }), 'another program'],
    ['it has no pane', (world) => (world.located = null), 'no multiplexer pane'],
    ['its process is not known', (world) => (world.state = { ...alive, process: { known: 'never' } }), 'which process'],
    [
      'the multiplexer refuses',
      (world) =>
        (world.input = async () => ({ state: 'refused', code: 'in_mode', reason: 'it scrolls', stepsDone: 0 })),
      'it scrolls',
    ],
  ])('is refused when %s, which is written down', async (_, spoil, why) => {
    const { world, screens } = machine();
    spoil(world);
    const reply = await screens.type(KEY, { text: 'a' }, actor);
    expect(reply).toMatchObject({ ok: false, reason: expect.stringMatching(/^Nothing was typed: .*\.$/) });
    expect(reply.reason).toContain(why);
    expect(world.audit.at(-1)).toMatchObject({ state: 'refused', reason: { message: expect.stringContaining(why) } });
  });

  it('says when nobody knows whether a key was taken', async () => {
    const { world, screens } = machine();
    world.input = async () => ({ state: 'unknown', reason: 'no reply', stepsDone: 0 });
    expect(await screens.type(KEY, { text: 'a' }, actor)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('did not say whether'),
    });
    expect(world.audit.at(-1)).toMatchObject({ state: 'unknown' });
  });

  it('goes one after the other, and a command waits for it', async () => {
    const { world, screens } = machine();
    const order: string[] = [];
    const waiting: ((result: InputResult) => void)[] = [];
    world.input = (_, [step]) => {
      order.push(step?.kind === 'type' ? step.text : '');
      return new Promise((resolve) => waiting.push(resolve));
    };
    const typed = [screens.type(KEY, { text: 'a' }, actor), screens.type(KEY, { text: 'b' }, actor)];
    const command = world.between.over(KEY).then(() => order.push('command'));
    await soon(() => order).toEqual(['a']);
    waiting[0]?.({ state: 'accepted', stepsDone: 1 });
    await soon(() => order).toEqual(['a', 'b']);
    waiting[1]?.({ state: 'accepted', stepsDone: 1 });
    await Promise.all([...typed, command]);
    expect(order).toEqual(['a', 'b', 'command']);
  });

  it('knows no session that is not there', async () => {
    const { world, screens } = machine();
    world.state = null;
    await expect(screens.type(KEY, { text: 'a' }, actor)).rejects.toMatchObject({ code: 'session_unknown' });
  });
});
