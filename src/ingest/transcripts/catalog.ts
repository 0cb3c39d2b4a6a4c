import type { Generation } from '../../ports/history-store.ts';
import { suspicionOf } from './identity.ts';
import { KnownFile } from './known-file.ts';
import type { Ledger } from './ledger.ts';
import type { ListedFile, ListedFolder, Listing } from './lister.ts';
import { isMissing } from './look.ts';
import { lstatSync } from 'node:fs';
import { isSame } from './source.ts';

/** What a listing brought. */
export interface ListingNews {
  /** New, or changed since the last look. */
  changed: KnownFile[];
  /** Not there any more. */
  gone: KnownFile[];
  /** In a folder that cannot be looked into now: neither there nor gone. */
  hidden: KnownFile[];
}

/** The transcripts and folders that are there, by path. */
export class Catalog {
  readonly files = new Map<string, KnownFile>();
  folders = new Map<string, ListedFolder>();
  troubles: Listing['troubles'] = [];
  readonly #byReal = new Map<string, KnownFile>();
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** By its path, or by another path to the same file. */
  find(path: string, real: string = path): KnownFile | null {
    return this.files.get(path) ?? this.#byReal.get(real) ?? null;
  }

  /** Takes a whole listing over. */
  update(listing: Listing): ListingNews {
    this.folders = listing.folders;
    this.troubles = listing.troubles;
    const changed = this.merge(listing);
    const missing = [...this.files.values()].filter(({ path }) => !listing.files.has(path));
    const hidden = missing.filter(({ path }) => listing.troubles.some((trouble) => isUnder(path, trouble.path)));
    return { changed, hidden, gone: missing.filter((file) => !hidden.includes(file)) };
  }

  /** Adds what a listing of a part found; tells what is new or changed. */
  merge({ files, folders }: Pick<Listing, 'files' | 'folders'>): KnownFile[] {
    for (const [path, folder] of folders) this.folders.set(path, folder);
    return [...files.values()].map((listed) => this.add(listed)).filter((file) => file !== null);
  }

  /** null: nothing is new about it. */
  add(listed: ListedFile): KnownFile | null {
    const known = this.files.get(listed.path);
    if (known === undefined) {
      const file = new KnownFile(listed);
      this.files.set(file.path, file);
      this.#byReal.set(listed.real, file);
      return this.#isRead(listed) ? null : file;
    }
    const before = known.listed;
    known.listed = listed;
    if (before.real !== listed.real) {
      this.#byReal.delete(before.real);
      this.#byReal.set(listed.real, known);
    }
    return known.problem !== null || !isSame(before.stat, listed.stat) ? known : null;
  }

  remove(file: KnownFile): void {
    this.files.delete(file.path);
    if (this.#byReal.get(file.listed.real) === file) this.#byReal.delete(file.listed.real);
  }

  /** Generations whose files are not there, though the index believes so. */
  orphans(): Generation[] {
    return [...this.#ledger.all()].filter(
      ({ state, path }) => (state === 'there' || state === 'unreadable') && !this.files.has(path),
    );
  }

  /** Whether everything that is in the file was read before, by what its stat says. */
  #isRead({ path, stat }: ListedFile): boolean {
    const generation = this.#ledger.at(path);
    if (generation === null) return stat.size === 0;
    return (
      generation.state === 'there' && suspicionOf(generation, stat) === 'none' && generation.read >= generation.size
    );
  }
}

/** Whether a path is certainly not there: unlike one that may not be reached. */
export function isGone(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch (error) {
    return isMissing(error);
  }
}

export function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
