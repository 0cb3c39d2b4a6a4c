import { text } from '../reply.ts';

/** Every piece of a streamed answer is one line and one chunk. */
export const STREAM_CHUNK = '- piece 000\n'.length;
export const STREAM_PIECE_MS = 60;

/** `STREAM:<n>`: n pieces, one after the other. */
export function stream(argument: string) {
  const count = Number.parseInt(argument, 10);
  const pieces = Array.from({ length: count }, (_, index) => `- piece ${String(index + 1).padStart(3, '0')}\n`);
  return text(pieces.join(''));
}
