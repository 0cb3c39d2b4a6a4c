import type { Client } from '../../client/client.ts';
import { unreachable } from '../../client/problem.ts';
import type { Command } from '../../contract/command.ts';
import { AmcError } from '../../contract/errors.ts';
import { isSettled } from '../../core/delivery.ts';

export interface WaitOptions {
  client: Client;
  signal: AbortSignal;
  /** ms since the epoch; null: until it is settled. */
  until: number | null;
  /** How often it is looked at how far it is, ms. */
  everyMs: number;
  told: (command: Command) => void;
}

/** What waiting came to. `command` is the last that was heard. */
export type Waited =
  | { end: 'settled' | 'timeout' | 'interrupted'; command: Command }
  /** AMC does not answer any more. */
  | { end: 'lost'; command: Command; error: AmcError };

/** Between two tries to read, and at least between two readings, ms. */
const PAUSE_MS = 250;
/** An AMC that answers so much later than asked does not answer any more, ms. */
const LATE_MS = 10_000;

/** Waits until a command is settled, telling how far it is. Reading is tried twice; nothing is sent again. */
export async function waitFor(first: Command, options: WaitOptions): Promise<Waited> {
  const { signal, until, told } = options;
  let command = first;
  let failures = 0;
  for (;;) {
    told(command);
    if (isSettled(command.delivery)) return { end: 'settled', command };
    if (signal.aborted) return { end: 'interrupted', command };
    const left = until === null ? Infinity : until - Date.now();
    if (left <= 0) return { end: 'timeout', command };
    const began = Date.now();
    const waitMs = Math.ceil(Math.min(options.everyMs, left));
    try {
      command = await read(command.id, waitMs, options);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return { end: 'interrupted', command };
      if (!(error instanceof AmcError)) throw error;
      failures += 1;
      if (failures > 1) return { end: 'lost', command, error };
    }
    if (!isSettled(command.delivery)) await pause(Math.min(PAUSE_MS, waitMs) - (Date.now() - began), signal);
  }
}

async function read(id: string, waitMs: number, { client, signal }: WaitOptions): Promise<Command> {
  const late = AbortSignal.timeout(waitMs + LATE_MS);
  try {
    return await client.call('command', { params: { id }, query: { waitMs }, signal: AbortSignal.any([signal, late]) });
  } catch (error) {
    throw late.aborted ? unreachable(error) : error;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener('abort', over);
  });
}
