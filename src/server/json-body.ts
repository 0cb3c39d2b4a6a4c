import type { IncomingMessage } from 'node:http';
import { isJsonObject } from '../lib/json.ts';
import { bodyTooLarge } from './guard/shape.ts';
import { refused, type Checked } from './refusal.ts';

const MAX_DEPTH = 100;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Reads a body and parses it as JSON that is safe to hand on. No body is `{}`. Never more than `maxBytes` in memory. */
export async function readJson(
  incoming: IncomingMessage,
  { maxBytes }: { maxBytes: number },
): Promise<Checked<unknown>> {
  const bytes = await readBytes(incoming, maxBytes);
  if (bytes === 'too_large') return refused(bodyTooLarge(maxBytes));
  if (bytes === 'broken_off') return malformed('The body ended before it was complete.');
  if (bytes.length === 0) return { ok: true, value: {} };
  const text = decodeUtf8(bytes);
  return text === null ? malformed('The body is not UTF-8.') : parseSafely(text);
}

async function readBytes(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | 'too_large' | 'broken_off'> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Left without destroying: the refusal still has to go out on the same socket.
    for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > maxBytes) return 'too_large';
      chunks.push(chunk);
    }
  } catch {
    return 'broken_off';
  }
  return Buffer.concat(chunks);
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function parseSafely(text: string): Checked<unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformed('Invalid JSON body.');
  }
  const danger = findDanger(value);
  return danger === null ? { ok: true, value } : malformed(danger);
}

/** Iterative: a body can be nested deeper than the stack is. */
function findDanger(root: unknown): string | null {
  const stack = [{ value: root, depth: 0 }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { value, depth } = item;
    if (depth > MAX_DEPTH) return `The body is nested deeper than ${MAX_DEPTH} levels.`;
    if (typeof value === 'string' && LONE_SURROGATE.test(value)) return 'The body holds half of a character.';
    if (isJsonObject(value) && Object.hasOwn(value, '__proto__')) return 'The body holds a field that is not allowed.';
    if (typeof value !== 'object' || value === null) continue;
    for (const child of Object.values(value)) stack.push({ value: child, depth: depth + 1 });
  }
  return null;
}

function malformed(message: string): Checked<never> {
  return refused({ status: 400, code: 'body_malformed', message });
}
