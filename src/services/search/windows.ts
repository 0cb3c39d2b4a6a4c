import type { BlockRef } from '../../ports/history-store.ts';
import type { BlockSearch, RankedMatch } from './block-search.ts';
import { compareRanks, type Rank } from './cursor.ts';

/** So many blocks are ranked against each other at most; fewer when they hold plenty. */
const MOST_BLOCKS = 32;
const FEWEST_BLOCKS = 8;
/** So many times what was asked for is plenty. */
const PLENTY = 3;

/** Some blocks in a row, and what matches in them, the best first. */
export class Window {
  readonly matches: readonly RankedMatch[];
  /** Its blocks have ids below `start` (null: any) and not below `end` (null: there is no block). */
  readonly start: number | null;
  readonly end: number | null;
  /** No candidate lies behind. */
  readonly isLast: boolean;

  constructor(options: Pick<Window, 'matches' | 'start' | 'end' | 'isLast'>) {
    this.matches = options.matches.toSorted((a, b) => compareRanks(a.rank, b.rank));
    this.start = options.start;
    this.end = options.end;
    this.isLast = options.isLast;
  }

  behind(told: Rank): readonly RankedMatch[] {
    return this.matches.filter(({ rank }) => compareRanks(told, rank) < 0);
  }
}

/** A window that was looked at before, once more. Blocks that came since are left out when it has a `start`. */
export function collectAgain(search: BlockSearch, start: number | null, end: number, isLast: boolean): Window {
  const matches: RankedMatch[] = [];
  for (const ref of search.candidates(start)) {
    if (ref.id < end) break;
    if (search.mayMatch(ref)) matches.push(...search.matches(ref));
  }
  return new Window({ matches: search.withoutCopies(matches), start, end, isLast });
}

/** Window after window, from the newest block to the oldest. */
export class Windows {
  readonly #search: BlockSearch;
  readonly #refs: Generator<BlockRef>;
  readonly #wanted: number;
  readonly #deadline: number;
  #start: number | null;

  /** `deadline`, as `performance.now()`: a window ends then, with at least one block looked at. */
  constructor(search: BlockSearch, start: number | null, { wanted, deadline }: { wanted: number; deadline: number }) {
    this.#search = search;
    this.#refs = search.candidates(start);
    this.#start = start;
    this.#wanted = wanted;
    this.#deadline = deadline;
  }

  next(): Window {
    const matches: RankedMatch[] = [];
    let start = this.#start;
    let end: number | null = null;
    for (let unpacked = 0; !this.#isFull(unpacked, matches.length, end);) {
      const { value: ref, done } = this.#refs.next();
      if (done === true) return this.#window(matches, { start, end, isLast: true });
      start ??= ref.id + 1;
      end = ref.id;
      if (!this.#search.mayMatch(ref)) continue;
      unpacked += 1;
      matches.push(...this.#search.matches(ref));
    }
    this.#start = end;
    return this.#window(matches, { start, end, isLast: false });
  }

  #window(matches: readonly RankedMatch[], place: Pick<Window, 'start' | 'end' | 'isLast'>): Window {
    return new Window({ matches: this.#search.withoutCopies(matches), ...place });
  }

  #isFull(unpacked: number, matches: number, end: number | null): boolean {
    if (unpacked >= MOST_BLOCKS) return true;
    if (unpacked >= FEWEST_BLOCKS && matches >= this.#wanted * PLENTY) return true;
    return end !== null && performance.now() >= this.#deadline;
  }
}
