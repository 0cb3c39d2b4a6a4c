import type { Catalog } from './catalog.ts';
import type { FileTurns } from './file-turn.ts';
import type { KnownFile } from './known-file.ts';
import type { Ledger } from './ledger.ts';

/** So many new files are announced before the first is opened; fewer are introduced as quickly. */
const WORTH_ANNOUNCING = 256;
/** Announced in one transaction. */
const ANNOUNCED_AT_ONCE = 2_048;
/** New files that become known in one transaction. */
const INTRODUCED_AT_ONCE = 64;

/** What became of those that were introduced, as far as there is something to do about it. */
interface Introduced {
  gone: KnownFile[];
  /** To be read. */
  known: KnownFile[];
}

/**
 * Files whose sessions are not in the list yet, the newest first. Where there are very many, the list has all their
 * names before any is opened.
 */
export class Strangers {
  readonly #options: { ledger: Ledger; turns: FileTurns; catalog: Catalog };
  readonly #files = new Set<KnownFile>();
  /** The same, newest last; put in order when it is needed, because many may come one by one. */
  #inOrder: KnownFile[] = [];
  /** Newest first. */
  #toAnnounce: KnownFile[] = [];
  #announced = false;

  constructor(options: { ledger: Ledger; turns: FileTurns; catalog: Catalog }) {
    this.#options = options;
  }

  get size(): number {
    return this.#files.size;
  }

  add(files: readonly KnownFile[]): void {
    const before = this.#files.size;
    for (const file of files) if (this.#options.ledger.at(file.path) === null) this.#files.add(file);
    if (this.#files.size - before >= WORTH_ANNOUNCING) this.#toAnnounce = this.#sorted().toReversed();
  }

  /** Puts some of them into the list; null: there are none. Throws what the index's writer throws, and then nothing changed. */
  introduce(): Introduced | null {
    if (this.#files.size === 0) return null;
    if (this.#announce()) return { gone: [], known: [] };
    const { ledger } = this.#options;
    const some = this.#sorted().slice(-INTRODUCED_AT_ONCE).toReversed();
    let introduced: Introduced = { gone: [], known: [] };
    ledger.together(() => {
      introduced = this.#look(some);
      if (this.#announced && some.length === this.#files.size) ledger.dropAnnounced();
    });
    this.#inOrder.length -= some.length;
    for (const file of some) this.#files.delete(file);
    this.#announced &&= this.#files.size > 0;
    return introduced;
  }

  #look(files: readonly KnownFile[]): Introduced {
    const { ledger, turns, catalog } = this.#options;
    const introduced: Introduced = { gone: [], known: [] };
    for (const file of files) {
      if (ledger.at(file.path) !== null || catalog.files.get(file.path) !== file) continue;
      const { kind } = turns.introduce(file);
      if (kind === 'gone') introduced.gone.push(file);
      // It had its turn before, and grew its first line since.
      if (kind === 'more') introduced.known.push(file);
    }
    return introduced;
  }

  #announce(): boolean {
    if (this.#toAnnounce.length === 0) return false;
    const some = this.#toAnnounce.slice(0, ANNOUNCED_AT_ONCE);
    this.#options.ledger.announce(some.map(({ listed }) => listed));
    this.#announced = true;
    this.#toAnnounce = this.#toAnnounce.slice(some.length);
    return true;
  }

  #sorted(): readonly KnownFile[] {
    if (this.#inOrder.length !== this.#files.size)
      this.#inOrder = [...this.#files].sort((a, b) => a.mtimeMs() - b.mtimeMs());
    return this.#inOrder;
  }
}
