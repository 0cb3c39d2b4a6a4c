/** A whole line of a file, known by where it lies. */
export interface Line {
  /** Byte offset of its first byte. */
  offset: number;
  /** Byte offset just behind its line feed: where the next line begins. */
  end: number;
  /** Without the line feed; null when it is longer than the limit and was skipped. */
  bytes: Uint8Array | null;
}

export interface LineSplitterOptions {
  /** Byte offset of the first byte that will be pushed. */
  offset: number;
  /** Longer lines are skipped, in bytes. Default 32 MiB. */
  maxLineBytes?: number;
  /** Reading begins in the middle of a line: drop everything up to the first line feed. */
  startsInside?: boolean;
}

export const MAX_LINE_BYTES = 32 * 1024 * 1024;

const LINE_FEED = 0x0a;

/**
 * Cuts a stream of bytes into lines at line feeds only, so that neither U+2028 nor a character that is split over two
 * chunks can break a record. A last line without its line feed stays inside until the line feed comes.
 */
export class LineSplitter {
  readonly #maxLineBytes: number;
  #position: number;
  #lineStart: number;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #skipping: 'no' | 'head' | 'too_long';

  constructor({ offset, maxLineBytes = MAX_LINE_BYTES, startsInside = false }: LineSplitterOptions) {
    this.#maxLineBytes = maxLineBytes;
    this.#position = offset;
    this.#lineStart = offset;
    this.#skipping = startsInside ? 'head' : 'no';
  }

  /** Where the line that is not complete yet begins. */
  get lineStart(): number {
    return this.#lineStart;
  }

  /** The lines completed by this chunk, in order. Their bytes are views of the chunk; what must be kept of it is copied. */
  push(chunk: Uint8Array): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
      this.#keep(chunk.subarray(from, at));
      this.#position += 1;
      const line = this.#finish();
      if (line !== null) lines.push(line);
      from = at + 1;
    }
    this.#keep(new Uint8Array(chunk.subarray(from)));
    return lines;
  }

  #keep(part: Uint8Array): void {
    this.#position += part.length;
    if (this.#skipping !== 'no' || part.length === 0) return;
    this.#pendingBytes += part.length;
    if (this.#pendingBytes > this.#maxLineBytes) {
      this.#skipping = 'too_long';
      this.#pending = [];
      return;
    }
    this.#pending.push(part);
  }

  #finish(): Line | null {
    const line: Line = {
      offset: this.#lineStart,
      end: this.#position,
      bytes: this.#skipping === 'no' ? joined(this.#pending) : null,
    };
    const isHead = this.#skipping === 'head';
    this.#lineStart = this.#position;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#skipping = 'no';
    return isHead ? null : line;
  }
}

const decoder = new TextDecoder('utf-8');

/** A line's bytes as text: bytes that are no UTF-8 become U+FFFD, a byte order mark is dropped. */
export function lineText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
