import type { Guard, InputResult, InputStep, RefusalCode, ScreenSnapshot } from '../ports/terminal.ts';
import type { Key } from './input.ts';
import { sanitise, sanitiseTyped } from './input.ts';

/** One write, as a terminal has to make it. Text is sanitised already; keys are encoded by the terminal (`encodeKey`). */
export type StepWrite = { kind: 'paste'; text: string } | { kind: 'type'; text: string } | { kind: 'key'; key: Key };

/**
 * What became of one write. `refused` means that nothing was written; `unknown` that it may have been. Reasons are clauses
 * that go into a sentence: no capital, no full stop, and they don't repeat whether something was written.
 */
export type WriteResult =
  | { state: 'accepted' }
  | { state: 'refused'; code: RefusalCode | string; reason: string }
  | { state: 'unknown'; reason: string };

export interface StepIo {
  /** Looks at the pane before the guard is asked: what it saw is what the write is bound to. Never writes. */
  prepare?(): Promise<WriteResult>;
  /** Proves the pane once more and writes. Never repeats a write. */
  write(write: StepWrite): Promise<WriteResult>;
  snapshot(): Promise<ScreenSnapshot>;
}

export interface RunSteps {
  steps: readonly InputStep[];
  guard: Guard;
  io: StepIo;
  /** Aborted: nothing more is written. */
  signal?: AbortSignal;
}

/** An application that gets text and a key in one read takes the key for a part of the text. */
export const textToKeyMs = 150;
/** An application joins an escape with what follows at once to an Alt key. */
export const afterEscapeMs = 120;
const keyToKeyMs = 30;
const pollMs = 40;

/**
 * Runs steps in order, stopping at the first that does not go through. All text is checked before the first write;
 * the guard is asked before every write; keys keep their distance from what was written before.
 */
export async function runSteps({ steps, guard, io, signal }: RunSteps): Promise<InputResult> {
  const checked = checkTexts(steps);
  if (!checked.ok) return { state: 'refused', code: checked.code, reason: checked.reason, stepsDone: 0 };
  let last: { write: StepWrite; at: number } | null = null;
  for (const [stepsDone, step] of checked.steps.entries()) {
    const result = await runStep(step);
    if (result.state !== 'accepted') return { ...result, stepsDone };
  }
  return { state: 'accepted', stepsDone: steps.length };

  async function runStep(step: InputStep): Promise<WriteResult> {
    if (step.kind === 'pause') {
      await sleep(step.ms, signal);
      return { state: 'accepted' };
    }
    if (step.kind === 'expect') return expectScreen({ step, io, signal });
    if (last) await sleep(gapMs(last.write, step) - (performance.now() - last.at), signal);
    const ready = await io.prepare?.();
    if (ready && ready.state !== 'accepted') return ready;
    const allowed = await ask(guard, signal);
    if (allowed.state !== 'accepted') return allowed;
    const result = await io.write(step);
    last = { write: step, at: performance.now() };
    return result;
  }
}

function checkTexts(
  steps: readonly InputStep[],
): { ok: true; steps: InputStep[] } | { ok: false; code: RefusalCode; reason: string } {
  const checked: InputStep[] = [];
  for (const step of steps) {
    if (step.kind !== 'paste' && step.kind !== 'type') {
      checked.push(step);
      continue;
    }
    const result = step.kind === 'paste' ? sanitise(step.text) : sanitiseTyped(step.text);
    if (!result.ok) return result;
    checked.push({ ...step, text: result.text });
  }
  return { ok: true, steps: checked };
}

function gapMs(before: StepWrite, next: StepWrite): number {
  if (before.kind === 'key') return before.key === 'escape' ? afterEscapeMs : keyToKeyMs;
  return next.kind === 'key' ? textToKeyMs : 0;
}

async function ask(guard: Guard, signal: AbortSignal | undefined): Promise<WriteResult> {
  if (isAborted(signal)) return stopped;
  try {
    const answer = await guard();
    if (!answer.ok) return { state: 'refused', code: answer.code, reason: answer.reason };
  } catch (error) {
    return { state: 'refused', code: 'guard', reason: `the check before writing failed (${messageOf(error)})` };
  }
  return isAborted(signal) ? stopped : { state: 'accepted' };
}

const stopped: WriteResult = { state: 'refused', code: 'stopping', reason: 'AMC is shutting down' };

async function expectScreen({
  step,
  io,
  signal,
}: {
  step: Extract<InputStep, { kind: 'expect' }>;
  io: StepIo;
  signal: AbortSignal | undefined;
}): Promise<WriteResult> {
  const deadline = performance.now() + step.timeoutMs;
  let trouble = '';
  for (;;) {
    try {
      if (step.test(await io.snapshot())) return { state: 'accepted' };
      trouble = '';
    } catch (error) {
      trouble = ` (${messageOf(error)})`;
    }
    if (isAborted(signal)) return stopped;
    if (performance.now() >= deadline) break;
    await sleep(pollMs, signal);
  }
  if (!step.required) return { state: 'accepted' };
  return {
    state: 'refused',
    code: 'not_shown',
    reason: `the screen did not show ${step.what} within ${step.timeoutMs} ms${trouble}`,
  };
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms <= 0 || isAborted(signal)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** A function, so that TypeScript does not believe the answer still holds after an `await`. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
