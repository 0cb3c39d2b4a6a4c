import { createInterface } from 'node:readline/promises';
import { UserError } from '../contract/errors.ts';

/** Asks for a yes; without a terminal nobody can give it, so `--yes` must have. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UserError({
      code: 'not_confirmed',
      message: 'Nothing was changed: nobody is here to confirm it.',
      next: 'Add --yes.',
    });
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C and Ctrl-D close it, and are a no.
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(`${question} [y/N] `), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
