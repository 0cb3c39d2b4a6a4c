import { AmcError } from '../contract/errors.ts';

/** An error as a person at a terminal reads it: what happened, what to do, the code. A bug shows where it happened. */
export function renderError(error: unknown): string {
  if (error instanceof AmcError) {
    const next = error.next === undefined ? '' : `  ${error.next}\n`;
    return `amc: ${error.message}\n${next}  (${error.code})\n`;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `amc: this is a bug in AMC; please report it with what follows.\n${text}\n`;
}
