import { closeSync, openSync, readSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { LineSplitter } from '../../lib/line-splitter.ts';
import type { IndexWriter, TitleFile } from '../../ports/history-store.ts';
import type { FolderWatcher } from '../../ports/log-reader.ts';
import type { TranscriptFormat } from '../../ports/transcripts.ts';
import { isMissing, statIfThere } from './look.ts';
import { type FileStat, statOf } from './source.ts';
import { messageOf } from '../../lib/message-of.ts';

const PIECE_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

export interface TitlesOptions {
  formats: readonly TranscriptFormat[];
  writer: Pick<IndexWriter, 'titleFiles' | 'nameSessions'>;
  /** A file cannot be read; told once until it can be again. */
  onTrouble: (message: string) => void;
}

/** Reads the files in which agents name sessions, from where they were left. They are small: all of it in one go. */
export class Titles {
  readonly #options: TitlesOptions;
  readonly #read: Map<string, TitleFile>;
  readonly #seen = new Map<string, FileStat>();
  readonly #troubled = new Set<string>();

  constructor(options: TitlesOptions) {
    this.#options = options;
    this.#read = new Map(options.writer.titleFiles().map((file) => [file.path, file]));
  }

  /** Throws only what the writer throws. */
  read(): void {
    const there = titleFilesOf(this.#options.formats);
    this.#seen.clear();
    for (const { path, stat, format } of there) {
      this.#readFile(path, stat, format);
      this.#seen.set(path, stat);
    }
  }

  /** As they were when they were read. */
  seen(): { path: string; stat: FileStat }[] {
    return [...this.#seen].map(([path, stat]) => ({ path, stat }));
  }

  #readFile(path: string, { size, inode }: FileStat, format: TranscriptFormat): void {
    const before = this.#read.get(path);
    const from = before !== undefined && before.inode === inode && before.read <= size ? before.read : 0;
    for (let at = from; at < size;) {
      const bytes = this.#bytesAt(path, at);
      const end = bytes.lastIndexOf(LINE_FEED) + 1;
      // The rest of a line is still to be written; one longer than a piece names nothing.
      if (end === 0 && bytes.length < PIECE_BYTES) return;
      const lines = new LineSplitter({ offset: at }).push(bytes.subarray(0, end));
      const titles = lines.flatMap((line) => format.titles?.read(line) ?? []);
      at += end === 0 ? bytes.length : end;
      const file = { path, read: at, inode };
      this.#options.writer.nameSessions(format.agent, titles, file);
      this.#read.set(path, file);
    }
  }

  #bytesAt(path: string, at: number): Buffer {
    try {
      const bytes = readPiece(path, at);
      this.#troubled.delete(path);
      return bytes;
    } catch (error) {
      if (!isMissing(error) && !this.#troubled.has(path)) {
        this.#troubled.add(path);
        this.#options.onTrouble(`${path}, which holds names of sessions, cannot be read: ${messageOf(error)}`);
      }
      return Buffer.alloc(0);
    }
  }
}

/** Those that are there. */
export function titleFilesOf(
  formats: readonly TranscriptFormat[],
): { path: string; stat: FileStat; format: TranscriptFormat }[] {
  return formats.flatMap((format) =>
    (format.titles?.paths() ?? []).flatMap((path) => {
      const stats = statIfThere(path);
      return stats?.isFile() === true ? [{ path, stat: statOf(stats), format }] : [];
    }),
  );
}

/** Says when one of them may have changed. What else is written into their folders wakes nobody. Returns how to stop. */
export function watchTitles(
  formats: readonly TranscriptFormat[],
  watcher: FolderWatcher,
  onPing: () => void,
): () => void {
  const watches = formats
    .flatMap(({ titles }) => titles?.paths() ?? [])
    .map((path) =>
      watcher.watch(dirname(path), (name) => {
        if (name === null || name === basename(path)) onPing();
      }),
    );
  return () => watches.forEach((watch) => watch.stop());
}

function readPiece(path: string, at: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(PIECE_BYTES);
    return bytes.subarray(0, readSync(file, bytes, 0, PIECE_BYTES, at));
  } finally {
    closeSync(file);
  }
}
