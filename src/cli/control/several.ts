import type { Session } from '../../contract/session.ts';
import { confirm } from '../confirm.ts';
import { line } from '../format.ts';
import { EXIT } from './exit.ts';
import type { BulkOptions } from './options.ts';

/** What goes to more than one wants a yes, after it was shown: a word too many on a command line is easily a name. */
export async function isWanted(
  shown: readonly string[],
  question: string,
  { yes = false }: BulkOptions,
): Promise<boolean> {
  process.stderr.write(`${shown.join('\n')}\n`);
  if (yes || (await confirm(question))) return true;
  process.stderr.write('Nothing was sent.\n');
  process.exitCode = EXIT.refused;
  return false;
}

/** A session in a list of those that something goes to. */
export function sessionLine({ key, title, project }: Session): string {
  return `  ${line(title, 60)}  ${line(project.name, 24)}  ${line(key, 80)}`;
}
