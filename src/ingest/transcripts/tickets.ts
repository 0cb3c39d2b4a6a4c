import type { KnownFile } from './known-file.ts';

interface Ticket {
  resolve: () => void;
  reject: (error: Error) => void;
  /** A listing began after it was taken. */
  isListing: boolean;
  /** What is still to be read, and up to where; null: not listed yet. */
  wanted: Map<KnownFile, number> | null;
}

/** Those who wait until everything that was there is read. */
export class Tickets {
  readonly #open = new Set<Ticket>();

  /** Rejects when reading is paused or given up. */
  take(): Promise<void> {
    return new Promise((resolve, reject) => this.#open.add({ resolve, reject, isListing: false, wanted: null }));
  }

  /** A listing begins: what it finds is all that was there when these tickets were taken. */
  listing(): void {
    for (const ticket of this.#open) ticket.isListing = true;
  }

  /** The listing was made; these files have something to read, as large as they are now. */
  listed(files: Iterable<KnownFile>): void {
    const wanted = [...files].map((file) => [file, file.listed.stat.size] as const);
    for (const ticket of this.#open) if (ticket.isListing) ticket.wanted ??= new Map(wanted);
    this.#settle();
  }

  /** The file is read up to here; absent: to its end, or as far as it can be. */
  read(file: KnownFile, upTo = Infinity): void {
    if (this.#open.size === 0) return;
    for (const { wanted } of this.#open) {
      const until = wanted?.get(file);
      if (until !== undefined && upTo >= until) wanted?.delete(file);
    }
    this.#settle();
  }

  reject(error: Error): void {
    for (const ticket of this.#open) ticket.reject(error);
    this.#open.clear();
  }

  #settle(): void {
    for (const ticket of this.#open) {
      if (ticket.wanted === null || ticket.wanted.size > 0) continue;
      this.#open.delete(ticket);
      ticket.resolve();
    }
  }
}
