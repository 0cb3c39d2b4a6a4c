import { describe, expect, it } from 'vitest';
import type { Guard, InputStep, ScreenSnapshot } from '../ports/terminal.ts';
import { afterEscapeMs, runSteps, textToKeyMs, type StepIo, type WriteResult } from './run-steps.ts';

const screen = (...lines: string[]): ScreenSnapshot => ({ at: 0, cols: 80, rows: 24, lines });
const pass: Guard = async () => ({ ok: true });
const enter: InputStep = { kind: 'key', key: 'enter' };
const shows = (what: string, options: { timeoutMs?: number; required?: boolean } = {}): InputStep => ({
  kind: 'expect',
  what,
  test: (now) => now.lines.includes(what),
  timeoutMs: options.timeoutMs ?? 5_000,
  required: options.required ?? true,
});

/** Records in order what the runner asks of a terminal. */
function recorder({
  writes = [],
  screens = [],
}: { writes?: WriteResult[]; screens?: (ScreenSnapshot | Error)[] } = {}) {
  const log: string[] = [];
  const at: number[] = [];
  const io: StepIo = {
    async write(write) {
      at.push(performance.now());
      log.push(write.kind === 'key' ? `key ${write.key}` : `${write.kind} ${write.text}`);
      return writes.shift() ?? { state: 'accepted' };
    },
    async snapshot() {
      log.push('look');
      const next = screens.length > 1 ? screens.shift() : screens[0];
      if (next instanceof Error) throw next;
      return next ?? screen();
    },
  };
  const guard: Guard = async () => {
    log.push('guard');
    return { ok: true };
  };
  return { log, at, io, guard };
}

describe('runSteps', () => {
  it('asks the guard before every write, and only there', async () => {
    const { io, guard, log } = recorder({ screens: [screen(), screen('hello')] });
    const steps: InputStep[] = [{ kind: 'paste', text: 'hello\n' }, shows('hello'), { kind: 'pause', ms: 1 }, enter];
    expect(await runSteps({ steps, guard, io })).toEqual({ state: 'accepted', stepsDone: 4 });
    expect(log).toEqual(['guard', 'paste hello', 'look', 'look', 'guard', 'key enter']);
  });

  it('prepares before the guard and stops there when the pane is not fit', async () => {
    const { io, guard, log } = recorder();
    io.prepare = async () => ({ state: 'refused', code: 'in_mode', reason: 'scrolling' });
    expect(await runSteps({ steps: [enter], guard, io })).toEqual({
      state: 'refused',
      code: 'in_mode',
      reason: 'scrolling',
      stepsDone: 0,
    });
    expect(log).toEqual([]);
  });

  it('keeps keys apart from what was written before', async () => {
    const { io, at } = recorder();
    const escape: InputStep = { kind: 'key', key: 'escape' };
    await runSteps({ steps: [{ kind: 'type', text: 'x' }, escape, enter], guard: pass, io });
    const [text = 0, first = 0, second = 0] = at;
    expect(first - text).toBeGreaterThanOrEqual(textToKeyMs - 2);
    expect(second - first).toBeGreaterThanOrEqual(afterEscapeMs - 2);
  });

  it('writes nothing at all when any text is bad', async () => {
    const { io, guard, log } = recorder();
    const result = await runSteps({ steps: [enter, { kind: 'type', text: 'a\nb' }], guard, io });
    expect(result).toMatchObject({ state: 'refused', code: 'bad_text', stepsDone: 0 });
    expect(log).toEqual([]);
  });

  it('stops when the guard says no, with its code', async () => {
    const { io, log } = recorder();
    const answers = [{ ok: true }, { ok: false, code: 'draft', reason: 'half a sentence' }] as const;
    let asked = 0;
    const guard: Guard = async () => answers[asked++] ?? { ok: true };
    const result = await runSteps({ steps: [{ kind: 'paste', text: 'x' }, enter], guard, io });
    expect(result).toEqual({ state: 'refused', code: 'draft', reason: 'half a sentence', stepsDone: 1, wrote: true });
    expect(log).toEqual(['paste x']);
  });

  it('takes a guard that fails for a no', async () => {
    const { io, log } = recorder();
    const guard: Guard = async () => {
      throw new Error('no table');
    };
    expect(await runSteps({ steps: [enter], guard, io })).toMatchObject({
      state: 'refused',
      code: 'guard',
      stepsDone: 0,
    });
    expect(log).toEqual([]);
  });

  it('stops at a write with an unknown end and never repeats it', async () => {
    const { io, log } = recorder({ writes: [{ state: 'accepted' }, { state: 'unknown', reason: 'no reply' }] });
    const result = await runSteps({
      steps: [{ kind: 'paste', text: 'a' }, { kind: 'paste', text: 'b' }, enter],
      guard: pass,
      io,
    });
    expect(result).toEqual({ state: 'unknown', reason: 'no reply', stepsDone: 1 });
    expect(log).toEqual(['paste a', 'paste b']);
  });

  it('refuses to go on when the screen does not show what it must', async () => {
    const { io, log } = recorder({ screens: [new Error('tmux is slow')] });
    const result = await runSteps({
      steps: [{ kind: 'paste', text: 'a' }, shows('a', { timeoutMs: 1 }), enter],
      guard: pass,
      io,
    });
    expect(result).toMatchInlineSnapshot(`
      {
        "code": "not_shown",
        "reason": "the screen did not show a within 1 ms (tmux is slow)",
        "state": "refused",
        "stepsDone": 1,
        "wrote": true,
      }
    `);
    expect(log).not.toContain('key enter');
  });

  it('goes on without what need not be shown', async () => {
    const { io } = recorder();
    expect(
      await runSteps({ steps: [shows('never', { timeoutMs: 1, required: false }), enter], guard: pass, io }),
    ).toEqual({ state: 'accepted', stepsDone: 2 });
  });

  it('a look decides how to go on; what it decided is checked and guarded like the rest', async () => {
    const { io, guard, log } = recorder({ screens: [screen(), screen('a'), screen('b')] });
    const decide: InputStep = {
      kind: 'look',
      what: 'a letter',
      timeoutMs: 5_000,
      next: ({ lines }) => {
        if (lines.includes('b')) return { ok: true, steps: [] };
        return lines.includes('a') ? { ok: true, steps: [{ kind: 'key', key: 'shift-tab' }, decide] } : null;
      },
    };
    const result = await runSteps({ steps: [decide, enter], guard, io });
    expect(result).toEqual({ state: 'accepted', stepsDone: 2 });
    expect(log).toEqual(['look', 'look', 'guard', 'key shift-tab', 'look', 'guard', 'key enter']);
  });

  it('a look that refuses, decides on bad text or never decides writes nothing', async () => {
    const { io, log } = recorder();
    const look = (next: Extract<InputStep, { kind: 'look' }>['next']) =>
      runSteps({ steps: [{ kind: 'look', what: 'x', timeoutMs: 1, next }, enter], guard: pass, io });
    expect(await look(() => ({ ok: false, code: 'draft', reason: 'half a sentence' }))).toMatchObject({
      state: 'refused',
      code: 'draft',
      stepsDone: 0,
    });
    expect(await look(() => ({ ok: true, steps: [{ kind: 'paste', text: '\x1b' }] }))).toMatchObject({
      code: 'bad_text',
    });
    expect(await look(() => null)).toMatchObject({ state: 'refused', code: 'not_shown', stepsDone: 0 });
    expect(log).not.toContain('key enter');
  });

  it('writes nothing more once stopped, not even when stopped while the guard looks', async () => {
    const { io, log } = recorder();
    const stop = new AbortController();
    const guard: Guard = async () => {
      stop.abort();
      return { ok: true };
    };
    expect(await runSteps({ steps: [enter], guard, io, signal: stop.signal })).toMatchObject({
      state: 'refused',
      code: 'stopping',
    });
    expect(
      await runSteps({ steps: [{ kind: 'pause', ms: 60_000 }, enter], guard, io, signal: stop.signal }),
    ).toMatchObject({ stepsDone: 1 });
    expect(log).toEqual([]);
  });
});
