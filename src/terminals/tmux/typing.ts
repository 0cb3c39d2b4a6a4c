import type { Clock } from '../../ports/clock.ts';
import type { Guard, InputResult, InputStep, PaneRef } from '../../ports/terminal.ts';
import { runSteps, type WriteResult } from '../run-steps.ts';
import type { TmuxPane } from './panes.ts';
import { freshMs, type PaneReader } from './reader.ts';
import { gone, refuse, refusalOf, replaced, staleServer, type Refusal } from './refusal.ts';
import type { TmuxServer } from './server.ts';
import { writeToPane } from './write.ts';
import { messageOf } from '../../lib/message-of.ts';

export interface Typing {
  server: TmuxServer;
  ref: PaneRef;
  steps: readonly InputStep[];
  guard: Guard;
  reader: PaneReader;
  clock: Clock;
  signal: AbortSignal;
}

type Look = { fit: true; pane: TmuxPane; at: number } | { fit: false; refusal: Refusal };

/**
 * Runs input steps in one pane. The pane is looked at before the guard is asked, and every write is bound to what was seen
 * then: whatever changes after that look is either seen by the guard or refused by tmux itself.
 */
export async function typeIntoPane({ server, ref, steps, guard, reader, clock, signal }: Typing): Promise<InputResult> {
  const first = fitness(reader.seenWithScreen(ref), ref) ?? (await look({ server, ref, reader }));
  if (!first.fit) return { ...first.refusal, stepsDone: 0 };
  let seen = first.pane;
  let seenAt = first.at;

  return runSteps({
    steps,
    guard,
    signal,
    io: {
      prepare,
      write: (write) => writeToPane({ server, pane: seen, write, explain }),
      snapshot: ({ ansi }) => reader.screen(server, ref, { ansi, at: clock() }),
    },
  });

  async function prepare(): Promise<WriteResult> {
    return performance.now() - seenAt < freshMs ? { state: 'accepted' } : lookAgain();
  }

  async function lookAgain(): Promise<WriteResult> {
    const now = await look({ server, ref, reader });
    if (!now.fit) return now.refusal;
    if (now.pane.rootPid !== seen.rootPid) return replaced;
    seen = now.pane;
    seenAt = performance.now();
    return { state: 'accepted' };
  }

  async function explain(): Promise<WriteResult> {
    const now = await lookAgain();
    return now.state === 'accepted'
      ? refuse('guard', 'another program came to the front of the pane in the moment of typing')
      : now;
  }
}

/** A look that fails is a refusal: nothing has been written. */
async function look({ server, ref, reader }: Pick<Typing, 'server' | 'ref' | 'reader'>): Promise<Look> {
  try {
    const at = performance.now();
    const pane = await reader.pane(server, ref.pane);
    return fitness(pane && { pane, at }, ref) ?? { fit: false, refusal: gone };
  } catch (error) {
    const message = messageOf(error);
    return { fit: false, refusal: refuse('not_answering', `the pane could not be looked at (${message})`) };
  }
}

function fitness(seen: { pane: TmuxPane; at: number } | null, ref: PaneRef): Look | null {
  if (seen === null) return null;
  if (seen.pane.info.ref.epoch !== ref.epoch) return { fit: false, refusal: staleServer };
  const refusal = refusalOf(seen.pane);
  return refusal ? { fit: false, refusal } : { fit: true, ...seen };
}
