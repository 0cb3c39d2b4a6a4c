import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { CONTROL } from '../lib/control-characters.ts';

/** What a command's or a skill's Markdown file says of itself. */
export interface FileDescription {
  description: string | null;
  /** Fields of its front matter that stand on one line. */
  field(name: string): string | null;
}

const HEAD_BYTES = 16 * 1024;
const LONGEST = 300;

/** Reads the beginning of the file; null: it is no file, or cannot be read. Never waits for a pipe. */
export async function describedFile(path: string): Promise<FileDescription | null> {
  const head = await headOf(path).catch(() => null);
  return head === null ? null : describe(head);
}

/** The front matter's `description`, else the first line of the text. */
export function describe(head: string): FileDescription {
  const text = head.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const front = /^---[ \t]*\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n|$)/.exec(text);
  const fields = fieldsOf(front?.[1] ?? '');
  const body = front === null ? text : text.slice(front[0].length);
  const said = fields.get('description') ?? firstLineOf(body);
  return { description: shown(said), field: (name) => fields.get(name) ?? null };
}

/** `key: value`, where a value may be quoted, folded (`>`, `|`), or go on in deeper lines. Nested keys are left out. */
function fieldsOf(front: string): Map<string, string> {
  const fields = new Map<string, string>();
  let name: string | null = null;
  for (const line of front.split('\n')) {
    const [, key, value = ''] = /^([\w-]+):(?:[ \t]+(.*))?$/.exec(line) ?? [];
    if (key !== undefined) {
      name = key;
      fields.set(key, /^[>|][+-]?\d*[ \t]*$/.test(value) ? '' : value.trim());
    } else if (name !== null && /^[ \t]+\S/.test(line)) {
      fields.set(name, `${fields.get(name) ?? ''} ${line.trim()}`.trim());
    }
  }
  for (const [key, value] of fields) fields.set(key, unquoted(value));
  return fields;
}

function unquoted(value: string): string {
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(value)?.[1];
  if (double !== undefined) return double.replaceAll(/\\(.)/g, (_, char: string) => (char === 'n' ? ' ' : char));
  const single = /^'((?:[^']|'')*)'/.exec(value)?.[1];
  return single === undefined ? value.replace(/\s#.*$/, '') : single.replaceAll("''", "'");
}

function firstLineOf(body: string): string {
  const line = body.split('\n').find((one) => one.trim() !== '') ?? '';
  return line.replace(/^#+\s*/, '');
}

function shown(said: string): string | null {
  const text = said.replace(CONTROL, ' ').replaceAll(/\s+/g, ' ').trim();
  if (text === '') return null;
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

async function headOf(path: string): Promise<string | null> {
  if (!(await stat(path)).isFile()) return null;
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return buffer.subarray(0, bytesRead).toString('utf8');
}
