import { open } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import type { Attachment, DeliveryReason } from '../../contract/command.ts';
import type { JsonObject } from '../../lib/json.ts';

/** Stands before the path of a file that is no picture, in a part of its own: no word of the person's. */
const FILE_PART = 'Attached file: ';

export type Attached = { ok: true; parts: readonly JsonObject[] } | { ok: false; reason: DeliveryReason };

/**
 * The parts of a prompt for what goes with it. Pictures go as pictures. Of a file that is none Codex is told the path:
 * a `mention` is recorded, and the model hears nothing of it (FORMAT.md §4).
 */
export async function attachedParts(attachments: readonly Attachment[]): Promise<Attached> {
  const parts: JsonObject[] = [];
  for (const { path } of attachments) {
    const kind = isAbsolute(path) ? await kindOf(path) : 'unreadable';
    if (kind === 'unreadable') {
      const message = `Nothing was sent: ${path} cannot be read.`;
      return { ok: false, reason: { code: 'attachment_unreadable', message } };
    }
    if (kind === 'picture') parts.push({ type: 'localImage', path });
    else parts.push({ type: 'text', text: `${FILE_PART}${path}`, text_elements: [] });
  }
  return { ok: true, parts };
}

/** Whether a part of a recorded prompt was added for an attached file. */
export function isFilePart(text: string): boolean {
  return text.startsWith(`${FILE_PART}/`) && !text.includes('\n') && basename(text) !== '';
}

async function kindOf(path: string): Promise<'picture' | 'file' | 'unreadable'> {
  try {
    await using file = await open(path, 'r');
    if (!(await file.stat()).isFile()) return 'unreadable';
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return isPicture(buffer.subarray(0, bytesRead)) ? 'picture' : 'file';
  } catch {
    return 'unreadable';
  }
}

/** By the first bytes: PNG, JPEG, GIF, WebP. A name may lie. */
function isPicture(head: Buffer): boolean {
  const text = head.toString('latin1');
  return (
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    text.startsWith('\xff\xd8\xff') ||
    /^GIF8[79]a/.test(text) ||
    /^RIFF[\s\S]{4}WEBP/.test(text)
  );
}
