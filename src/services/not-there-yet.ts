import { UserError } from '../contract/errors.ts';

/** Holds the place of what is being built; each use is replaced by the real thing. */
export function notThereYet(what: string): never {
  throw new UserError({ code: 'not_there_yet', message: `${what}: not there yet.` });
}
