import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError } from '../contract/errors.ts';
import { messageOf } from '../lib/message-of.ts';

const OTHERS = 0o077;

/** Makes the data folder with what hooks need to find there, for its owner only. */
export function prepareDataDir(dataDir: string): void {
  for (const path of [dataDir, join(dataDir, 'spool'), join(dataDir, 'relay')]) {
    makeFolder(path);
    keepPrivate(path);
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new EnvironmentError({
      code: 'data_dir_unusable',
      message: `The data folder ${path} cannot be made: ${messageOf(cause)}.`,
      next: 'Make the folder writable, or set XDG_DATA_HOME to another one.',
      cause,
    });
  }
}

/** Tokens and everything agents do lie here: nobody else may read it, and nobody else may own it. */
function keepPrivate(path: string): void {
  const { uid, mode } = statSync(path);
  if (process.getuid !== undefined && uid !== process.getuid()) {
    throw new EnvironmentError({
      code: 'data_dir_foreign',
      message: `The data folder ${path} belongs to another user (uid ${uid}).`,
      next: 'Start AMC as the user whose agents it shows, without sudo.',
    });
  }
  if ((mode & OTHERS) !== 0) chmodSync(path, 0o700);
}
