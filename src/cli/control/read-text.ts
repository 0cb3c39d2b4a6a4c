import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { messageOf } from '../../lib/message-of.ts';
import { UsageError } from './exit.ts';

/** A text from a file, or from what is piped in (`-`), without the line break at its end. */
export async function textOf(source: string): Promise<string> {
  const bytes = source === '-' ? await pipedIn() : await fileBytes(source);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError({
      code: 'text_unreadable',
      message: `${source === '-' ? 'What was piped in' : source} is no UTF-8 text.`,
      next: 'Nothing was sent. A file that is no text goes with --attach.',
    });
  }
  return text.replace(/\r?\n$/, '');
}

/** Whether something is, or will be, piped in. */
export function isPiped(): boolean {
  return process.stdin.isTTY !== true;
}

async function pipedIn(): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

async function fileBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError({
      code: 'file_unreadable',
      message: `${path} cannot be read: ${messageOf(error)}`,
      next: 'Nothing was sent. Name a file that can be read, or `-` for what is piped in.',
      cause: error,
    });
  }
}

/** A file that goes with a prompt, by its whole path: AMC runs on the same machine. */
export async function attachmentOf(path: string): Promise<{ path: string }> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() === true) return { path: resolve(path) };
  throw new UsageError({
    code: 'attachment_unreadable',
    message: `${path} is no file that can go with a prompt.`,
    next: 'Nothing was sent.',
  });
}
