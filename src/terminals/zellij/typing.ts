import { AmcError, UpstreamError } from '../../contract/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Guard, InputResult, InputStep, ScreenSnapshot } from '../../ports/terminal.ts';
import { encodeKey } from '../input.ts';
import { runSteps } from '../run-steps.ts';
import type { StepWrite, WriteResult } from '../run-steps.ts';
import type { ListedPane } from './listing.ts';
import { gone, refusalOf, refuse, replaced } from './refusal.ts';
import { snapshotOf } from './snapshot.ts';
import type { PaneWrite, Talk } from './talk.ts';
import { messageOf } from '../../lib/message-of.ts';

export interface Typing {
  talk: Talk;
  /** Number of the pane. */
  pane: number;
  steps: readonly InputStep[];
  guard: Guard;
  clock: Clock;
  signal: AbortSignal;
  /** The pane as the screen that was planned with showed it, when that was a moment ago. */
  seen?: ListedPane;
}

type Look = { fit: true; pane: ListedPane } | { fit: false; refusal: Extract<WriteResult, { state: 'refused' }> };

/**
 * Runs input steps in one pane over one talk. The pane is looked at before the guard is asked and once more right before
 * the write: what came to its front in between was not seen by the guard, so nothing is written then.
 */
export async function typeIntoPane(typing: Typing): Promise<InputResult> {
  const { talk, pane, steps, guard, clock, signal } = typing;
  let seen: ListedPane | null = null;
  let first = typing.seen;
  return runSteps({ steps, guard, signal, io: { prepare, write, snapshot } });

  async function prepare(): Promise<WriteResult> {
    if (first) {
      [seen, first] = [first, undefined];
      return { state: 'accepted' };
    }
    const now = await look(talk, pane);
    if (!now.fit) return now.refusal;
    seen = now.pane;
    return { state: 'accepted' };
  }

  async function write(step: StepWrite): Promise<WriteResult> {
    const request = requestOf(step, pane);
    if (request.type === 'paste' && Buffer.byteLength(request.text) > talk.maxTextBytes) {
      return refuse('too_large', `this version of Zellij takes at most ${talk.maxTextBytes} bytes at once`);
    }
    const now = await look(talk, pane);
    if (!now.fit) return now.refusal;
    if (seen && isAnotherProgram(seen, now.pane)) return replaced;
    try {
      await talk.write(request);
      return { state: 'accepted' };
    } catch (error) {
      return { state: 'unknown', reason: messageOf(error) };
    }
  }

  async function snapshot({ ansi }: { ansi: boolean }): Promise<ScreenSnapshot> {
    return (await readScreen({ talk, pane, ansi, at: clock() })).screen;
  }
}

/** Throws `UpstreamError`; the pane being gone is one of them. */
export async function readScreen({
  talk,
  pane,
  ansi,
  at,
}: {
  talk: Talk;
  pane: number;
  ansi: boolean;
  at: number;
}): Promise<{ screen: ScreenSnapshot; listed: ListedPane }> {
  const listed = (await talk.panes()).find(({ id }) => id === pane);
  const rows = listed === undefined ? null : await talk.rows(pane, { ansi });
  if (listed === undefined || rows === null)
    throw new UpstreamError({ code: gone.code, message: `There is no screen to read: ${gone.reason}.` });
  return { screen: snapshotOf({ pane: listed, rows, ansi, at }), listed };
}

/** A look that fails is a refusal: nothing has been written. */
async function look(talk: Talk, number: number): Promise<Look> {
  try {
    const { panes, tabs } = await talk.listing();
    const pane = panes.find(({ id }) => id === number);
    if (pane === undefined) return { fit: false, refusal: gone };
    const refusal = refusalOf(pane, tabs);
    return refusal ? { fit: false, refusal } : { fit: true, pane };
  } catch (error) {
    const code = error instanceof AmcError ? error.code : 'not_answering';
    return { fit: false, refusal: refuse(code, `the pane could not be looked at (${messageOf(error)})`) };
  }
}

/** Zellij leaves the command out when it takes too long to find; then the guard's word has to do. */
function isAnotherProgram(before: ListedPane, now: ListedPane): boolean {
  return before.pane_command != null && now.pane_command != null && before.pane_command !== now.pane_command;
}

function requestOf(step: StepWrite, pane: number): PaneWrite {
  switch (step.kind) {
    case 'paste':
      return { type: 'paste', pane, text: step.text };
    case 'type':
      return { type: 'write', pane, bytes: Buffer.from(step.text, 'utf8') };
    case 'key':
      return { type: 'write', pane, bytes: encodeKey(step.key) };
  }
}
