import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { ensurePrivateFolder, readPrivateFile, writePrivateFile } from '../../platform/private-file.ts';

export const BrowserSession = z.object({
  cookieHash: z.string(),
  pageHash: z.string(),
  /** ms since the epoch */
  createdAt: z.number(),
  expiresAt: z.number(),
});
export type BrowserSession = z.infer<typeof BrowserSession>;

const SessionFile = z.object({
  version: z.literal(1),
  /** Part of the cookie's name: cookies do not tell ports apart, so two AMCs on one machine must not share a name. */
  instance: z.string().regex(/^[0-9a-f]{12}$/),
  sessions: z.array(BrowserSession),
});
export type SessionFile = z.infer<typeof SessionFile>;

/**
 * The browser sessions of the last run. When the file is missing, broken or open to others everybody has to open a new
 * link; `problem` says why.
 */
export function loadSessionFile(dataDir: string): { file: SessionFile; problem: string | null } {
  const folder = join(dataDir, 'auth');
  ensurePrivateFolder(folder);
  const path = join(folder, 'sessions.json');
  const read = readPrivateFile(path);
  if (read.state === 'absent') return { file: newFile(), problem: null };
  if (read.state === 'unsafe') return { file: newFile(), problem: read.detail };
  const parsed = parse(read.text);
  return parsed === null ? { file: newFile(), problem: `${path} is broken` } : { file: parsed, problem: null };
}

export function saveSessionFile(dataDir: string, file: SessionFile): void {
  writePrivateFile(join(dataDir, 'auth', 'sessions.json'), JSON.stringify(file));
}

function parse(text: string): SessionFile | null {
  try {
    return SessionFile.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function newFile(): SessionFile {
  return { version: 1, instance: randomBytes(6).toString('hex'), sessions: [] };
}
