import { AmcError } from '../contract/errors.ts';
import { harmless, honest } from './harmless.ts';

/** What of a long text is shown around the place. */
const SHOWN = 100;

/**
 * An error as a person at a terminal reads it: what happened, what to do, the code; where in `typed`, when the error
 * says that. A bug shows where it happened.
 */
export function renderError(error: unknown, typed?: string): string {
  if (error instanceof AmcError) {
    const { message, place, next, code } = error;
    const pointed = place === undefined || typed === undefined ? '' : pointAt(typed, place);
    const hint = next === undefined ? '' : `  ${honest(next)}\n`;
    return `amc: ${honest(message)}\n${pointed}${hint}  (${code})\n`;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `amc: this is a bug in AMC; please report it with what follows.\n${text}\n`;
}

/** The text with carets below the place. */
function pointAt(typed: string, { from, to }: { from: number; to: number }): string {
  const start = Math.max(0, Math.min(from - SHOWN / 2, typed.length - SHOWN));
  const shown = harmless(typed.slice(start, start + SHOWN));
  const end = Math.min(to, start + SHOWN);
  return `    ${shown}\n    ${' '.repeat(from - start)}${'^'.repeat(Math.max(1, end - from))}\n`;
}
