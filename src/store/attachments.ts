import { constants, type Dirent, type Stats } from 'node:fs';
import { access, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { extname, isAbsolute, join } from 'node:path';
import { EnvironmentError, UserError } from '../contract/errors.ts';
import type { Attachments, NewAttachment } from '../ports/attachments.ts';
import { messageOf } from '../lib/message-of.ts';

/** What one file may weigh. */
const MAX_BYTES = 10 * 1024 * 1024;
/** Endings that an agent or a person can make something of. Of any other name nothing is kept. */
const KNOWN_ENDINGS = new Set(
  'png jpg jpeg gif webp bmp svg pdf txt md csv tsv json jsonl yaml yml toml xml html css log diff patch'.split(' '),
);
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** The folder of uploaded files: `attachments/` in the data folder, for its owner only. */
export interface AttachmentStore extends Attachments {
  /** Removes what is older than a week. Returns how many files that were. */
  sweep(now: number): Promise<number>;
}

export function createAttachments({ dataDir, newId }: { dataDir: string; newId: () => string }): AttachmentStore {
  const dir = join(dataDir, 'attachments');
  return {
    keep: async (file) => {
      const bytes = bytesOf(file);
      const path = join(dir, `${newId()}${endingOf(file.name)}`);
      await write(dir, path, bytes);
      return { path, bytes: bytes.length };
    },
    fault: faultOf,
    sweep: (now) => sweep(dir, now),
  };
}

function bytesOf({ base64 }: NewAttachment): Buffer {
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) {
    throw new UserError({ code: 'attachment_malformed', message: 'The file is no base64 text.' });
  }
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0) throw new UserError({ code: 'attachment_empty', message: 'The file is empty.' });
  if (bytes.length > MAX_BYTES) {
    throw new UserError({
      code: 'attachment_too_large',
      message: `The file has ${bytes.length} bytes; a file that goes with a prompt may have ${MAX_BYTES}.`,
      next: 'Put it into the project and name its path in the prompt.',
    });
  }
  return bytes;
}

/** Only the ending of the name is kept, and only a known one: nothing else of it reaches the disk. */
function endingOf(name: string): string {
  const ending = extname(name).slice(1).toLowerCase();
  return KNOWN_ENDINGS.has(ending) ? `.${ending}` : '';
}

async function write(dir: string, path: string, bytes: Buffer): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new EnvironmentError({
      code: 'attachment_unwritable',
      message: `The file cannot be laid down in ${dir}: ${messageOf(cause)}.`,
      cause,
    });
  }
}

/** A device or a FIFO would hang whoever reads it; a folder is none. */
async function faultOf(path: string): Promise<string | null> {
  if (!isAbsolute(path)) return 'its path is not absolute';
  let found: Stats;
  try {
    found = await stat(path);
  } catch {
    return 'it is not there';
  }
  if (!found.isFile()) return 'it is no regular file';
  return access(path, constants.R_OK).then(
    () => null,
    () => 'it cannot be read',
  );
}

async function sweep(dir: string, now: number): Promise<number> {
  const files: Dirent[] = await readdir(dir, { withFileTypes: true }).catch(() => []);
  let removed = 0;
  for (const file of files) {
    if (!file.isFile()) continue;
    const path = join(dir, file.name);
    const { mtimeMs } = await stat(path);
    if (now - mtimeMs < WEEK_MS) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}
