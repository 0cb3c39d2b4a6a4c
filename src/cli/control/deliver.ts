import { randomUUID } from 'node:crypto';
import type { Client } from '../../client/client.ts';
import type { Command, NewCommand } from '../../contract/command.ts';
import { EnvironmentError } from '../../contract/errors.ts';
import type { Session } from '../../contract/session.ts';
import { renderError } from '../error.ts';
import { line } from '../format.ts';
import { EXIT } from './exit.ts';
import { follow, type Followed } from './follow.ts';
import { interruptible } from './interrupted.ts';
import type { WaitingOptions } from './options.ts';

/** Something that a person wants done to a session. */
export interface Wish {
  session: Pick<Session, 'key' | 'title'>;
  action: NewCommand['action'];
  /** What the receipt says that it is about, where the action alone does not. */
  about?: string;
  /** Undo window, ms. */
  holdMs?: number | undefined;
}

/** Asks for all of it, each by itself, waits for the receipts and prints them. Sets the exit code. */
export async function deliver(client: Client, wishes: readonly Wish[], options: WaitingOptions): Promise<void> {
  await interruptible(async (signal) => {
    const { sent, codes } = await submitAll(client, wishes, signal);
    await follow(client, sent, { ...options, signal, codes });
  });
}

/** Each that is not taken says why at once; a single one throws. */
async function submitAll(
  client: Client,
  wishes: readonly Wish[],
  signal: AbortSignal,
): Promise<{ sent: Followed[]; codes: number[] }> {
  const sent: Followed[] = [];
  const codes: number[] = [];
  for (const [index, wish] of wishes.entries()) {
    if (signal.aborted) {
      process.stderr.write(`${wishes.length - index} of ${wishes.length} were not sent.\n`);
      return { sent, codes: [...codes, EXIT.interrupted] };
    }
    const { session, about } = wish;
    try {
      sent.push({ command: await submit(client, wish), title: session.title, about });
    } catch (error) {
      if (wishes.length === 1 && !isInDoubt(error)) throw error;
      process.stderr.write(`${line(session.title, 60)}:\n${renderError(error)}`);
      codes.push(isInDoubt(error) ? EXIT.unknown : EXIT.refused);
    }
  }
  return { sent, codes };
}

/** Never sent again: whoever does not hear an answer does not know whether it arrived. */
async function submit(client: Client, { session, action, holdMs }: Wish): Promise<Command> {
  const hold = holdMs === undefined ? {} : { holdMs };
  try {
    return await client.call('sendCommand', {
      body: { sessionKey: session.key, action, ...hold, idempotencyKey: randomUUID() },
    });
  } catch (error) {
    throw isUnheard(error) ? inDoubt(error) : error;
  }
}

/** The connection stood, so that the command may have arrived; a connection that was refused took nothing. */
function isUnheard(error: unknown): boolean {
  return error instanceof EnvironmentError && error.code === 'unreachable' && codeOf(error.cause) !== 'ECONNREFUSED';
}

function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return null;
  return 'code' in error ? error.code : codeOf(error.cause);
}

const IN_DOUBT = 'arrival_unknown';

function inDoubt(cause: unknown): EnvironmentError {
  return new EnvironmentError({
    code: IN_DOUBT,
    message: 'AMC went away before it answered: whether the command arrived is not known.',
    next: 'Look before you send it again: `amc audit`.',
    cause,
  });
}

function isInDoubt(error: unknown): boolean {
  return error instanceof EnvironmentError && error.code === IN_DOUBT;
}
