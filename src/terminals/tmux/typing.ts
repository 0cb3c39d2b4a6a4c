import type { Clock } from '../../ports/clock.ts';
import type { Guard, InputResult, InputStep, PaneRef } from '../../ports/terminal.ts';
import { runSteps, type WriteResult } from '../run-steps.ts';
import type { TmuxPane } from './panes.ts';
import type { PaneReader } from './reader.ts';
import { gone, refuse, refusalOf, replaced, staleServer, type Refusal } from './refusal.ts';
import type { TmuxServer } from './server.ts';
import { writeToPane } from './write.ts';

export interface Typing {
  server: TmuxServer;
  ref: PaneRef;
  steps: readonly InputStep[];
  guard: Guard;
  reader: PaneReader;
  clock: Clock;
  signal: AbortSignal;
}

/** A look this young is not repeated. It is no proof either way: tmux refuses the write when anything has changed since. */
const freshMs = 50;

type Look = { fit: true; pane: TmuxPane } | { fit: false; refusal: Refusal };

/**
 * Runs input steps in one pane. The pane is looked at before the guard is asked, and every write is bound to what was seen
 * then: whatever changes after that look is either seen by the guard or refused by tmux itself.
 */
export async function typeIntoPane({ server, ref, steps, guard, reader, clock, signal }: Typing): Promise<InputResult> {
  const first = await look({ server, ref, reader });
  if (!first.fit) return { ...first.refusal, stepsDone: 0 };
  let seen = first.pane;
  let seenAt = performance.now();

  return runSteps({
    steps,
    guard,
    signal,
    io: {
      prepare,
      write: (write) => writeToPane({ server, pane: seen, write, explain }),
      snapshot: () => reader.screen(server, ref, { ansi: false, at: clock() }),
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
    const pane = await reader.pane(server, ref.pane);
    if (!pane) return { fit: false, refusal: gone };
    if (pane.info.ref.epoch !== ref.epoch) return { fit: false, refusal: staleServer };
    const refusal = refusalOf(pane);
    return refusal ? { fit: false, refusal } : { fit: true, pane };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { fit: false, refusal: refuse('not_answering', `the pane could not be looked at (${message})`) };
  }
}
