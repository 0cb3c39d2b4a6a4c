import type { Guard, InputResult, InputStep, RefusalCode, ScreenSnapshot } from '../ports/terminal.ts';
import type { Key } from './input.ts';
import { sanitise, sanitiseTyped } from './input.ts';
import { messageOf } from '../lib/message-of.ts';

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
  snapshot(options: { ansi: boolean }): Promise<ScreenSnapshot>;
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
  let stepsDone = 0;
  let wrote = false;
  const result = await runAll(checked.steps);
  return { ...result, stepsDone, ...(result.state === 'refused' && wrote ? { wrote } : {}) };

  /** A look counts as no step: those that it decided on take its place. */
  async function runAll(todo: readonly InputStep[]): Promise<WriteResult> {
    for (const step of todo) {
      const done = step.kind === 'look' ? await lookAndGoOn(step) : await runStep(step);
      if (done.state !== 'accepted') return done;
      if (step.kind !== 'look') stepsDone += 1;
    }
    return { state: 'accepted' };
  }

  async function lookAndGoOn(step: Extract<InputStep, { kind: 'look' }>): Promise<WriteResult> {
    const seen = await until({ step, look: async () => step.next(await io.snapshot({ ansi: true })), signal });
    if (!seen.found) return seen.refusal;
    if (!seen.value.ok) return { state: 'refused', code: seen.value.code, reason: seen.value.reason };
    const next = checkTexts(seen.value.steps);
    return next.ok ? runAll(next.steps) : { state: 'refused', code: next.code, reason: next.reason };
  }

  async function runStep(step: Exclude<InputStep, { kind: 'look' }>): Promise<WriteResult> {
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
    if (result.state === 'accepted') wrote = true;
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

const stopped: Extract<WriteResult, { state: 'refused' }> = {
  state: 'refused',
  code: 'stopping',
  reason: 'AMC is shutting down',
};

async function expectScreen({
  step,
  io,
  signal,
}: {
  step: Extract<InputStep, { kind: 'expect' }>;
  io: StepIo;
  signal: AbortSignal | undefined;
}): Promise<WriteResult> {
  const look = async () => step.test(await io.snapshot({ ansi: false })) || null;
  const seen = await until({ step, look, signal });
  if (seen.found || (!step.required && !isAborted(signal))) return { state: 'accepted' };
  return seen.refusal;
}

type Seen<T> = { found: true; value: T } | { found: false; refusal: Extract<WriteResult, { state: 'refused' }> };

/** Looks again and again until something is found. */
async function until<T>({
  step: { what, timeoutMs },
  look,
  signal,
}: {
  step: { what: string; timeoutMs: number };
  look: () => Promise<T | null>;
  signal: AbortSignal | undefined;
}): Promise<Seen<T>> {
  const deadline = performance.now() + timeoutMs;
  let trouble = '';
  for (;;) {
    try {
      const value = await look();
      if (value !== null) return { found: true, value };
      trouble = '';
    } catch (error) {
      trouble = ` (${messageOf(error)})`;
    }
    if (isAborted(signal)) return { found: false, refusal: stopped };
    if (performance.now() >= deadline) break;
    await sleep(pollMs, signal);
  }
  const reason = `the screen did not show ${what} within ${timeoutMs} ms${trouble}`;
  return { found: false, refusal: { state: 'refused', code: 'not_shown', reason } };
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
