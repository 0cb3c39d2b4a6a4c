import { UserError } from '../../contract/errors.ts';

/** How a command ends that asks AMC to do something. See docs/cli.md. */
export const EXIT = {
  confirmed: 0,
  /** Refused or failed, or AMC could not be asked. */
  refused: 1,
  /** What was typed cannot be understood; nothing was sent. */
  usage: 2,
  /** It was sent, and is not proven. */
  unknown: 3,
  interrupted: 130,
} as const;

/** What was typed cannot be understood, or could mean several things: nothing was sent. */
export class UsageError extends UserError {}

/** The code that a program ends with which this error ends. */
export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError ? EXIT.usage : EXIT.refused;
}
