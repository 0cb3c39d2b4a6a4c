import type { TypingPlan } from '../ports/keystrokes.ts';
import type { InputStep, NextSteps } from '../ports/terminal.ts';

/** What the agents' ways of typing are put together from. */

/** How long what was typed may take to be drawn, ms. */
export const ECHO_TIMEOUT_MS = 3_000;

export const enter: InputStep = { kind: 'key', key: 'enter' };

type Next = Extract<InputStep, { kind: 'look' }>['next'];

export function look(what: string, next: Next, timeoutMs = ECHO_TIMEOUT_MS): InputStep {
  return { kind: 'look', what, next, timeoutMs };
}

export const goOn = (...steps: InputStep[]): NextSteps => ({ ok: true, steps });

export function stop(code: string, reason: string): NextSteps {
  return { ok: false, code, reason };
}

export function refuse(code: string, why: string, next = 'Look at the pane.'): TypingPlan {
  return { ok: false, reason: { code, message: `Nothing was typed: ${why}.`, next } };
}

/** Narrow panes wrap what they show, so texts are compared without blanks. */
export function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
