import { AmcError } from '../../contract/errors.ts';
import type { Generation } from '../../ports/history-store.ts';
import { batchOf } from './batch.ts';
import type { PackItems } from './blocks.ts';
import { claim } from './claim.ts';
import { type KnownFile, OpenFiles } from './known-file.ts';
import { type Ledger, WriterFailure } from './ledger.ts';
import { isMissing, statIfThere } from './look.ts';
import { readMemory } from './memory.ts';
import { type FileStat, openSource, statOf, type TextSource } from './source.ts';
import { type StretchLimits, StretchReader } from './stretch.ts';
import { messageOf } from '../../lib/message-of.ts';

/** What became of a turn. */
export type TurnResult =
  /** There is more to read. `stale`: it may have changed since it was proven to be what was read before. */
  | { kind: 'more'; bytes: number; stale?: boolean }
  /** All whole lines are read. */
  | { kind: 'done'; bytes: number }
  /** The file is not there any more, and was read as far as it could be. */
  | { kind: 'gone' }
  /** It cannot be read now. */
  | { kind: 'unreadable'; message: string };

export interface TurnOptions {
  ledger: Ledger;
  pack: PackItems;
  limits: StretchLimits;
  /** Files held open at most. */
  openFiles: number;
}

/** Reads files by turns: one look and one stretch each. Throws only what the index's writer throws. */
export class FileTurns {
  readonly #ledger: Ledger;
  readonly #pack: PackItems;
  readonly #reader: StretchReader;
  readonly #open: OpenFiles;

  constructor({ ledger, pack, limits, openFiles }: TurnOptions) {
    this.#ledger = ledger;
    this.#pack = pack;
    this.#reader = new StretchReader(limits);
    this.#open = new OpenFiles(openFiles);
  }

  /** `keepOpen`: it is written to now. */
  read(file: KnownFile, { keepOpen }: { keepOpen: boolean }): TurnResult {
    return this.#guarded(file, () => {
      const look = this.#look(file);
      if (look === null) return { kind: 'gone' };
      const result = this.#stretch(file, look);
      if (result.kind === 'more') return result;
      if (look.replaced || !keepOpen) this.#open.close(file);
      // What stood at the path is read to its end; now for what stands there.
      return look.replaced ? { kind: 'more', bytes: result.bytes } : result;
    });
  }

  /** Only says which generation it is, so that its session is in the list. */
  introduce(file: KnownFile): TurnResult {
    return this.#guarded(file, () => {
      const look = this.#look(file);
      if (look === null) return { kind: 'gone' };
      const generation = claim(file, look.source, look.stat, this.#ledger);
      if (generation !== null && !look.replaced)
        this.#ledger.found(generation, file.listed, withTextSize(look.stat, look.source, generation));
      this.#open.close(file);
      return { kind: generation === null ? 'done' : 'more', bytes: 0 };
    });
  }

  close(file: KnownFile): void {
    this.#open.close(file);
  }

  closeAll(): void {
    this.#open.closeAll();
  }

  /** Opens it, or goes on with what is open, also when the path holds something else or nothing by now. */
  #look(file: KnownFile): { source: TextSource; stat: FileStat; replaced: boolean } | null {
    const { real, file: kind } = file.listed;
    const held = file.source;
    if (held !== null) {
      const stat = held.stat();
      const there = statIfThere(real);
      const replaced = there === null || statOf(there).inode !== stat.inode;
      if (!replaced) file.listed = { ...file.listed, stat };
      if (!replaced || this.#isBehind(file, stat)) return { source: held, stat, replaced };
      this.#open.close(file);
    }
    // Throws when it is missing, or may not be reached.
    const source = openSource(real, kind.encoding);
    file.source = source;
    this.#open.keep(file);
    const stat = source.stat();
    file.listed = { ...file.listed, stat };
    return { source, stat, replaced: false };
  }

  #stretch(
    file: KnownFile,
    { source, stat }: { source: TextSource; stat: FileStat },
  ): Extract<TurnResult, { bytes: number }> {
    const ledger = this.#ledger;
    const generation = claim(file, source, stat, ledger);
    if (generation === null) return { kind: 'done', bytes: 0 };
    const from = generation.read;
    const memory = ledger.memory(generation);
    const { stretch, scan } = this.#reader.read(source, from, { crc: readMemory(memory).crc, scan: file.scan });
    file.scan = scan;
    if (stretch.kind === 'scanning') return { kind: 'more', bytes: 0 };
    if (stretch.kind === 'end') {
      ledger.found(generation, file.listed, withTextSize(stat, source, generation));
      return { kind: 'done', bytes: 0 };
    }
    const { format, file: kind } = file.listed;
    const { size, mtimeMs } = withTextSize(stat, source, generation);
    const context = { generation: generation.id, file: kind, memory, size, mtimeMs };
    ledger.commit(batchOf(stretch, context, { format, pack: this.#pack }));
    ledger.found(generation, file.listed, { ...stat, size: generation.size });
    return { kind: source.endsAt(stretch.to) ? 'done' : 'more', bytes: stretch.to - from };
  }

  /** Whether the open file, which is not the one at the path any more, has lines that were not read. */
  #isBehind(file: KnownFile, stat: FileStat): boolean {
    const standing = this.#ledger.at(file.path);
    return standing !== null && standing.inode === stat.inode && stat.size > standing.read;
  }

  #guarded(file: KnownFile, turn: () => TurnResult): TurnResult {
    try {
      return turn();
    } catch (error) {
      this.#open.close(file);
      if (error instanceof AmcError || error instanceof WriterFailure) throw error;
      if (isMissing(error)) return { kind: 'gone' };
      if (isShortage(error)) this.#open.closeAll();
      return { kind: 'unreadable', message: `${file.path} cannot be read: ${messageOf(error)}` };
    }
  }
}

/** Of a packed file the index holds the size of its text. */
function withTextSize(stat: FileStat, source: TextSource, generation: Generation): FileStat {
  return generation.file.encoding === 'plain' ? stat : { ...stat, size: Math.max(source.size(), generation.read) };
}

/** No more files may be opened now. */
function isShortage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EMFILE' || error.code === 'ENFILE');
}
