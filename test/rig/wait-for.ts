import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** How long to wait before giving up. */
  timeoutMs?: number;
  /** Pause between two looks. */
  pollMs?: number;
  /** What is awaited, as the rest of the sentence "waited for …". */
  what: string;
  /** Extra lines for the error: what is there instead. Called once, when giving up. */
  context?: () => string | Promise<string>;
}

/**
 * Polls until the probe returns something other than `undefined`, `null` or `false`, and returns that.
 * A probe that throws ends the wait: use it for "this can never happen any more".
 */
export async function waitFor<T>(
  probe: () => T | Promise<T>,
  { timeoutMs = 40_000, pollMs = 15, what, context }: WaitOptions,
): Promise<Exclude<T, undefined | null | false>> {
  const startedAt = Date.now();
  for (;;) {
    const value = await probe();
    if (isReceipt(value)) return value;
    const elapsedMs = Date.now() - startedAt;
    if (elapsedMs > timeoutMs) {
      const extra = context ? `\n${await context()}` : '';
      throw new Error(`Waited ${elapsedMs} ms for ${what}; it did not happen.${extra}`);
    }
    await delay(pollMs);
  }
}

function isReceipt<T>(value: T): value is Exclude<T, undefined | null | false> {
  return value !== undefined && value !== null && value !== false;
}
