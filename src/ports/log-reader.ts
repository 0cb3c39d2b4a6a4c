import type { Line } from '../lib/line-splitter.ts';

/** Why a followed file is read from its beginning (or its end, see `FollowOptions.tailBytes`) again. */
export type TailReset =
  /** Another file has the name now. */
  | 'replaced'
  /** It is shorter than what was read, or what was read last reads differently now. */
  | 'rewritten'
  /** It is not there any more; it is waited for. */
  | 'gone';

/** News of a followed file, in order. */
export type TailNews =
  /** Whole lines. `first`: they were there when following began, or a reset came before them: they may be old. */
  | { type: 'lines'; lines: readonly Line[]; first: boolean }
  /** Everything told before is void. */
  | { type: 'reset'; reason: TailReset }
  /** It cannot be read now; following goes on. `message` names the file. Told once until it can be read again. */
  | { type: 'problem'; message: string };

export interface FollowOptions {
  path: string;
  /** Begin at most this many bytes before the end, at a whole line. Absent: at the beginning. */
  tailBytes?: number;
  /** Called in order, never at the same time. Must not throw. */
  onNews: (news: TailNews) => void;
}

/** A followed file. */
export interface Tail {
  /** Something may have happened: reads soon. Many pings become one read. */
  ping(): void;
  /** Reads now; resolves when everything that was in the file at the call has been told. */
  settle(): Promise<void>;
  stop(): void;
}

/** Follows append-only logs by byte offset. Watches them itself; `settle` is for what the watcher missed. */
export interface LogTailer {
  /** The first look is under way when this returns; `settle()` waits for it. */
  follow(options: FollowOptions): Tail;
  dispose(): void;
}

/** Lines that lie together in a file, in file order. */
export interface LineBlock {
  lines: readonly Line[];
}

/** Reads parts of logs by byte offset; never more than what is asked for. All methods end quietly for a missing file. */
export interface PageReader {
  /** Blocks from `end` (default: the end of the file) towards the beginning. A last line without line feed is left out. */
  backward(path: string, options?: { end?: number }): AsyncIterable<LineBlock>;
  /** Blocks from `start`, which is the offset of a line (default 0), to the end of the file. */
  forward(path: string, options?: { start?: number }): AsyncIterable<LineBlock>;
}

/**
 * Watches one folder without what lies in its subfolders. Tells that something may have changed, never what it is now;
 * `name` is the entry's name where the system says it. A folder that is missing is waited for.
 */
export interface FolderWatcher {
  watch(folder: string, onPing: (name: string | null) => void): FolderWatch;
}

export interface FolderWatch {
  /** Looks whether the watch still stands on the right folder; cheap, for reconcile loops. */
  recheck(): void;
  stop(): void;
}
