import { EnvironmentError } from '../../contract/errors.ts';
import { withStoreErrors } from '../store-errors.ts';
import { messageOf } from '../../lib/message-of.ts';

/** As `withStoreErrors`, in words that fit a file which can be made anew from the agents' own. */
export function withIndexErrors<T>(path: string, work: () => T): T {
  try {
    return withStoreErrors(path, work);
  } catch (error) {
    throw error instanceof EnvironmentError ? inOurWords(error, path) : error;
  }
}

function inOurWords(error: EnvironmentError, path: string): EnvironmentError {
  const { message, cause } = error;
  switch (error.code) {
    case 'state_damaged':
      return damagedIndex(path, cause);
    case 'state_unusable':
      return new EnvironmentError({ code: 'index_unusable', message, next: error.next ?? '', cause });
    case 'state_busy':
      return new EnvironmentError({ code: 'index_busy', message, next: error.next ?? '', cause });
    case 'disk_full':
      return new EnvironmentError({
        code: 'disk_full',
        message,
        next: 'Free some space. Nothing is lost: reading goes on where it stopped.',
        cause,
      });
    default:
      return error;
  }
}

/** The error for an index whose content is not what AMC wrote. */
export function damagedIndex(path: string, cause: unknown): EnvironmentError {
  return new EnvironmentError({
    code: 'index_damaged',
    message: `${path} is damaged: ${messageOf(cause)}.`,
    next:
      'Run `amc index rebuild`, or restart AMC: the file is set aside and made anew from what the agents wrote. ' +
      'Text of conversations that the agents have deleted is taken over as far as it can be read.',
    cause,
  });
}

export function isDamage(error: unknown): boolean {
  return error instanceof EnvironmentError && error.code === 'index_damaged';
}
