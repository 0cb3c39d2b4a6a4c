import { AmcError } from '../../contract/errors.ts';
import type { Generation, IndexBatch, IndexWriter, SessionDelta } from '../../ports/history-store.ts';
import { NO_TAIL, type Proof } from './identity.ts';
import type { ListedFile } from './lister.ts';
import type { FileStat } from './source.ts';
import { messageOf } from '../../lib/message-of.ts';

/** Memories kept at hand: of files that are read in turns. */
const MAX_MEMORIES = 64;
/** Earlier lives with the same first line that are looked at when a file turns up. */
const MAX_CANDIDATES = 16;

/** A writer may be able to put many calls into one transaction. */
export type GroupingWriter = IndexWriter & { together?: <T>(work: () => T) => T };

/** The writer threw what it should not: no file is to blame for it. */
export class WriterFailure extends Error {}

/** All generations, in memory and in the writer, in step. What the writer throws passes through; then nothing changed. */
export class Ledger {
  readonly #writer: GroupingWriter;
  readonly #byId = new Map<number, Generation>();
  /** The one that stands at a path; superseded ones stand nowhere. */
  readonly #byPath = new Map<string, Generation>();
  readonly #byHead = new Map<string, Set<Generation>>();
  readonly #memories = new Map<number, string | null>();

  constructor(writer: GroupingWriter) {
    this.#writer = writer;
    this.reload();
  }

  /** Takes over what the writer holds. */
  reload(): void {
    for (const map of [this.#byId, this.#byPath, this.#byHead, this.#memories]) map.clear();
    for (const generation of this.#writer.generations()) this.#keep({ ...generation });
  }

  /** Runs many small changes as one, where the writer can; all or none of them happen. */
  together(work: () => void): void {
    if (this.#writer.together === undefined) return work();
    try {
      this.#writer.together(work);
    } catch (error) {
      this.reload();
      throw error;
    }
  }

  at(path: string): Generation | null {
    return this.#byPath.get(path) ?? null;
  }

  get(id: number): Generation | null {
    return this.#byId.get(id) ?? null;
  }

  all(): Iterable<Generation> {
    return this.#byId.values();
  }

  /** Those with this first line, newest first. */
  withHead(head: Proof): Generation[] {
    return [...(this.#byHead.get(keyOf(head)) ?? [])].toReversed().slice(0, MAX_CANDIDATES);
  }

  memory(generation: Generation): string | null {
    const known = this.#memories.get(generation.id);
    if (known !== undefined) return known;
    const memory = this.#write(() => this.#writer.memory(generation.id));
    this.#remember(generation.id, memory);
    return memory;
  }

  begin(listed: ListedFile, stat: FileStat, head: Proof, sketch: SessionDelta | null): Generation {
    const { path, file } = listed;
    const { size, mtimeMs, inode } = stat;
    const before = this.#byPath.get(path);
    const options = { path, file, head, tail: NO_TAIL, size, mtimeMs, inode, sketch };
    const begun = { ...this.#write(() => this.#writer.begin(options)) };
    if (before !== undefined) this.#leave(before);
    this.#keep(begun);
    return begun;
  }

  announce(files: readonly ListedFile[]): void {
    const named = files.map(({ file, stat: { size, mtimeMs } }) => ({ file, size, mtimeMs }));
    this.#write(() => this.#writer.announce(named));
  }

  dropAnnounced(): void {
    this.#write(() => this.#writer.dropAnnounced());
  }

  commit(batch: IndexBatch): void {
    this.#write(() => this.#writer.commit(batch));
    this.#remember(batch.generation, batch.memory);
    const generation = this.#byId.get(batch.generation);
    if (generation === undefined) return;
    const { to: read, tail, size, mtimeMs } = batch;
    Object.assign(generation, { read, tail, size, mtimeMs, sketch: false } satisfies Partial<Generation>);
  }

  /** It was found at this path, as it was left or moved here. Writes only what is new. */
  found(generation: Generation, listed: ListedFile, stat: FileStat): void {
    const { size, mtimeMs, inode } = stat;
    const moved = generation.path !== listed.path;
    const change: Parameters<IndexWriter['mark']>[1] = {
      ...(moved && { path: listed.path, file: listed.file }),
      ...(size !== generation.size && { size }),
      ...(mtimeMs !== generation.mtimeMs && { mtimeMs }),
      ...(inode !== generation.inode && { inode }),
      ...(generation.state !== 'there' && { state: 'there' as const }),
    };
    if (Object.keys(change).length === 0) return;
    const other = this.#byPath.get(listed.path);
    if (other !== undefined && other !== generation) this.supersede(other);
    this.#write(() => this.#writer.mark(generation.id, change));
    if (this.#byPath.get(generation.path) === generation) this.#byPath.delete(generation.path);
    Object.assign(generation, change);
    this.#byPath.set(generation.path, generation);
  }

  /** What was read of it is not in the file any more; it never comes back, because the index may thin it out. */
  supersede(generation: Generation): void {
    this.#write(() => this.#writer.mark(generation.id, { state: 'superseded' }));
    this.#leave(generation);
  }

  lost(generation: Generation, state: 'gone' | 'unreadable'): void {
    if (generation.state === state) return;
    this.#write(() => this.#writer.mark(generation.id, { state }));
    generation.state = state;
  }

  #write<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof AmcError) throw error;
      throw new WriterFailure(messageOf(error), { cause: error });
    }
  }

  #leave(generation: Generation): void {
    generation.state = 'superseded';
    if (this.#byPath.get(generation.path) === generation) this.#byPath.delete(generation.path);
  }

  #keep(generation: Generation): void {
    this.#byId.set(generation.id, generation);
    if (generation.state !== 'superseded') this.#byPath.set(generation.path, generation);
    const key = keyOf(generation.head);
    const same = this.#byHead.get(key);
    if (same === undefined) this.#byHead.set(key, new Set([generation]));
    else same.add(generation);
  }

  #remember(id: number, memory: string | null): void {
    this.#memories.delete(id);
    this.#memories.set(id, memory);
    for (const oldest of this.#memories.keys()) {
      if (this.#memories.size <= MAX_MEMORIES) break;
      this.#memories.delete(oldest);
    }
  }
}

function keyOf({ length, hash }: Proof): string {
  return `${length} ${hash}`;
}
