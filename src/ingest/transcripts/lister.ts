import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TranscriptFile, TranscriptFormat } from '../../ports/transcripts.ts';
import { isMissing, statIfThere } from './look.ts';
import { type FileStat, isSame, statOf } from './source.ts';
import { messageOf } from '../../lib/message-of.ts';

/** A transcript as found: nothing of it was read. */
export interface ListedFile {
  path: string;
  /** Differs from `path` for links. */
  real: string;
  file: TranscriptFile;
  format: TranscriptFormat;
  stat: FileStat;
}

/** A folder in which transcripts may lie, or folders with them. */
export interface ListedFolder {
  path: string;
  format: TranscriptFormat;
  /** How many folders deeper transcripts may lie. */
  depth: number;
  mtimeMs: number;
  /** What was in it; null: it was not looked into. */
  content: FolderContent | null;
}

interface FolderContent {
  real: string;
  /** Good as long as the folder's `ctimeMs` is this; null: it was so young that the clock may not have ticked since. */
  ctimeMs: number | null;
  files: readonly ListedFile[];
  folders: readonly string[];
  links: readonly string[];
}

export interface Listing {
  files: Map<string, ListedFile>;
  folders: Map<string, ListedFolder>;
  /** What could not be looked into; nothing is known of what lies there. `message` names it. */
  troubles: { path: string; message: string }[];
}

/** A slice of the work is so many stats: a fraction of a millisecond each hundred. */
const SLICE = 128;
/** A folder that changed so recently may have changed again without another time. */
const YOUNG_MS = 2_000;

export interface ListOptions {
  formats: readonly TranscriptFormat[];
  /** The listing before: folders that did not change since are not read again. Files are looked at all the same. */
  before?: ReadonlyMap<string, ListedFolder>;
}

/**
 * Walks all roots, by stat only. What is reached on several ways (links, roots inside of roots) is listed once, as the
 * path without a link if there is one. Yields between slices of work.
 */
export function* listAll({ formats, before }: ListOptions): Generator<void, Listing> {
  const walk = new Walk(before);
  for (const format of formats)
    for (const { dir, depth } of format.roots()) yield* walk.folder({ path: dir, format, depth }, null);
  yield* walk.links();
  return walk.listing;
}

/** The same for one folder. */
export function* listFolder(folder: Place): Generator<void, Listing> {
  const walk = new Walk();
  yield* walk.folder(folder, null);
  yield* walk.links();
  return walk.listing;
}

/** Runs a listing to its end at once, for a thread of its own. */
export function runListing(listing: Generator<void, Listing>): Listing {
  for (;;) {
    const { done, value } = listing.next();
    if (done === true) return value;
  }
}

/** Runs a listing in slices, so that others come in between. */
export async function sliceListing(listing: Generator<void, Listing>): Promise<Listing> {
  for (;;) {
    const { done, value } = listing.next();
    if (done === true) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

type Place = Pick<ListedFolder, 'path' | 'format' | 'depth'>;

class Walk {
  readonly listing: Listing = { files: new Map(), folders: new Map(), troubles: [] };
  readonly #before: ReadonlyMap<string, ListedFolder>;
  /** Real paths of what was looked at. */
  readonly #seen = new Set<string>();
  /** Looked at last, so that what is found without a link goes before. */
  readonly #links: Place[] = [];
  #count = 0;

  constructor(before: ReadonlyMap<string, ListedFolder> = new Map()) {
    this.#before = before;
  }

  /** `known`: its real path, where that is known. */
  *folder(place: Place, known: string | null): Generator<void> {
    const { path, format, depth } = place;
    const real = known ?? this.#realOf(path);
    if (real === null || this.#seen.has(real)) return;
    this.#seen.add(real);
    const stats = this.#statOf(path);
    if (stats === null) return;
    const content = this.#unchanged(place, real, stats) ?? this.#read(place, real, stats);
    this.listing.folders.set(path, { path, format, depth, mtimeMs: stats.mtimeMs, content });
    if (content === null) return;
    for (const file of content.files) {
      if (++this.#count % SLICE === 0) yield;
      this.#file(file);
    }
    for (const name of content.links) this.#links.push({ path: join(path, name), format, depth: depth - 1 });
    if (depth === 0) return;
    for (const name of content.folders)
      yield* this.folder({ path: join(path, name), format, depth: depth - 1 }, join(real, name));
  }

  *links(): Generator<void> {
    for (let link = this.#links.shift(); link !== undefined; link = this.#links.shift()) {
      const { path, format } = link;
      const stats = statIfThere(path);
      if (stats?.isDirectory() === true && link.depth >= 0) yield* this.folder(link, null);
      const file = stats?.isFile() === true ? format.identify(path) : null;
      const real = file === null ? null : this.#realOf(path);
      if (stats !== null && file !== null && real !== null)
        this.#file({ path, real, file, format, stat: statOf(stats) });
    }
  }

  #file(before: ListedFile): void {
    if (this.#seen.has(before.real)) return;
    const stats = this.#statOf(before.path);
    if (stats === null) return;
    this.#seen.add(before.real);
    const stat = statOf(stats);
    this.listing.files.set(before.path, isSame(before.stat, stat) ? before : { ...before, stat });
  }

  #unchanged({ path, format, depth }: Place, real: string, { ctimeMs }: Stats): FolderContent | null {
    const before = this.#before.get(path);
    if (before === undefined || before.content === null) return null;
    const isSame = before.format === format && before.depth === depth && before.content.real === real;
    return isSame && before.content.ctimeMs === ctimeMs ? before.content : null;
  }

  #read({ path, format }: Place, real: string, stats: Stats): FolderContent | null {
    const entries = this.#entriesOf(path);
    if (entries === null) return null;
    const files: ListedFile[] = [];
    const folders: string[] = [];
    const links: string[] = [];
    for (const entry of entries) {
      if (entry.isDirectory()) folders.push(entry.name);
      else if (entry.isSymbolicLink()) links.push(entry.name);
      else if (entry.isFile()) {
        const filePath = join(path, entry.name);
        const file = format.identify(filePath);
        if (file === null) continue;
        const fileReal = real === path ? filePath : join(real, entry.name);
        files.push({ path: filePath, real: fileReal, file, format, stat: NOT_SEEN });
      }
    }
    const isYoung = Date.now() - stats.ctimeMs < YOUNG_MS;
    return { real, ctimeMs: isYoung ? null : stats.ctimeMs, files, folders, links };
  }

  #statOf(path: string): Stats | null {
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats !== undefined) return stats;
      // Gone meanwhile; or its name cannot be said.
      if (path.includes('\uFFFD')) this.#trouble(path, 'has a name that is no UTF-8; AMC cannot open it');
    } catch (error) {
      this.#trouble(path, `cannot be looked at: ${messageOf(error)}`);
    }
    return null;
  }

  #entriesOf(path: string): Dirent[] | null {
    try {
      return readdirSync(path, { withFileTypes: true });
    } catch (error) {
      if (!isMissing(error)) this.#trouble(path, `cannot be looked into: ${messageOf(error)}`);
      return null;
    }
  }

  #realOf(path: string): string | null {
    try {
      return realpathSync.native(path);
    } catch (error) {
      if (!isMissing(error)) this.#trouble(path, `cannot be reached: ${messageOf(error)}`);
      return null;
    }
  }

  #trouble(path: string, what: string): void {
    this.listing.troubles.push({ path, message: `${path} ${what}` });
  }
}

const NOT_SEEN: FileStat = { size: -1, mtimeMs: 0, ctimeMs: 0, inode: '' };
