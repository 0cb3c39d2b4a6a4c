import type { ListedFile } from './lister.ts';
import type { TextSource } from './source.ts';
import type { LongLineScan } from './stretch.ts';

/** A transcript that is there, as the engine knows it. What was read of it stands in the ledger, under its path. */
export class KnownFile {
  readonly path: string;
  listed: ListedFile;
  /** Kept open while it is read or written to, so that nothing is lost when it is deleted or replaced meanwhile. */
  source: TextSource | null = null;
  scan: LongLineScan | null = null;
  /** Why it cannot be read now; told once. */
  problem: string | null = null;
  /** A helper reads it, or has read what is not committed yet. */
  busy = false;
  /** It was written to while a helper read it. */
  touched = false;
  /** The helper could not read it: it is read in this thread. */
  unaided = false;
  /** Monotonic ms of its last turn. */
  readAt = -Infinity;

  constructor(listed: ListedFile) {
    this.path = listed.path;
    this.listed = listed;
  }

  mtimeMs = (): number => this.listed.stat.mtimeMs;
}

/** Closes files that were open longest without a turn. */
export class OpenFiles {
  readonly #max: number;
  readonly #open = new Set<KnownFile>();

  constructor(max: number) {
    this.#max = max;
  }

  /** `file` has an open source now. */
  keep(file: KnownFile): void {
    this.#open.delete(file);
    this.#open.add(file);
    for (const oldest of this.#open) {
      if (this.#open.size <= this.#max) return;
      this.close(oldest);
    }
  }

  close(file: KnownFile): void {
    this.#open.delete(file);
    const { source } = file;
    file.source = null;
    source?.close();
  }

  closeAll(): void {
    for (const file of this.#open) this.close(file);
  }
}
