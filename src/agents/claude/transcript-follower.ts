import type { Clock } from '../../ports/clock.ts';
import type { Line } from '../../lib/line-splitter.ts';
import type { LogTailer, Tail, TailNews } from '../../ports/log-reader.ts';
import { readLine, type TranscriptRecord } from './record.ts';
import type { Tell } from './tell.ts';

/** How much of a transcript is read when it is first followed. */
export const TAIL_BYTES = 256 * 1024;

export interface TranscriptFollowerOptions {
  tailer: LogTailer;
  tell: Tell;
  clock: Clock;
  onRecords: (records: readonly TranscriptRecord[], first: boolean) => void;
  onReset: () => void;
}

/** Follows one transcript and reads its lines; what cannot be read becomes a problem of the session. */
export class TranscriptFollower {
  readonly #options: TranscriptFollowerOptions;
  #followed: { path: string; tail: Tail } | null = null;

  constructor(options: TranscriptFollowerOptions) {
    this.#options = options;
  }

  get path(): string | null {
    return this.#followed?.path ?? null;
  }

  /** Follows this file from now on, and the one before no more. */
  follow(path: string, tailBytes = TAIL_BYTES): void {
    if (this.#followed?.path === path) return;
    if (this.#followed !== null) {
      this.#followed.tail.stop();
      this.#options.onReset();
    }
    const tail = this.#options.tailer.follow({ path, tailBytes, onNews: (news) => this.#take(path, news) });
    this.#followed = { path, tail };
  }

  /** Resolves when everything that is in the file now has been told. */
  async settle(): Promise<void> {
    await this.#followed?.tail.settle();
  }

  stop(): void {
    this.#followed?.tail.stop();
    this.#followed = null;
  }

  #take(path: string, news: TailNews): void {
    switch (news.type) {
      case 'lines': {
        const records = news.lines.flatMap((line) => this.#read(path, line));
        if (records.length > 0) this.#options.onRecords(records, news.first);
        return;
      }
      case 'reset':
        return this.#options.onReset();
      case 'problem':
        return this.#problem('transcript_unreadable', news.message, path);
    }
  }

  #read(path: string, line: Line): readonly TranscriptRecord[] {
    const read = readLine(line);
    const place = `${path}:${line.offset}`;
    if (read.kind === 'broken')
      this.#problem('transcript_line_broken', `A line of the transcript ${read.reason}`, place);
    if (read.kind !== 'records') return [];
    if (read.oddity !== null)
      this.#problem('transcript_line_damaged', `A line of the transcript ${read.oddity}`, place);
    return read.records;
  }

  #problem(code: string, message: string, place: string): void {
    const at = this.#options.clock();
    this.#options.tell({ type: 'problem', source: 'transcript', at, problem: { code, message, place, at } });
  }
}
