/** What the scheduler must know of a file that has something to read. */
export interface Task {
  mtimeMs: () => number;
}

interface Waiting<T> {
  task: T;
  /** Turns it had since it came in. */
  turns: number;
  mtimeMs: number;
  order: number;
}

/** Of so many turns one goes to the backlog while both lanes want one. */
const LIVE_SHARE = 4;

/**
 * Whose turn it is. Two lanes: `live` in the order of their hints, `backlog` newest first. A task has one turn and goes
 * behind those that had fewer, so that a big or a hot file holds nobody up. A task is in one lane once.
 */
export class Scheduler<T extends Task> {
  readonly #live = new Set<T>();
  readonly #backlog = new Heap<Waiting<T>>(isBefore);
  readonly #waiting = new Map<T, Waiting<T>>();
  #turn = 0;
  #order = 0;

  get live(): number {
    return this.#live.size;
  }

  get backlog(): number {
    return this.#waiting.size;
  }

  has(task: T): boolean {
    return this.#live.has(task) || this.#waiting.has(task);
  }

  /** From the backlog it moves to `live`, never back. `turns`: it had so many already. */
  add(task: T, lane: 'live' | 'backlog', turns = 0): void {
    if (this.#live.has(task)) return;
    if (lane === 'live') {
      this.#waiting.delete(task);
      this.#live.add(task);
      return;
    }
    if (this.#waiting.has(task)) return;
    const waiting = { task, turns, mtimeMs: task.mtimeMs(), order: this.#order++ };
    this.#waiting.set(task, waiting);
    this.#backlog.push(waiting);
  }

  remove(task: T): void {
    this.#live.delete(task);
    this.#waiting.delete(task);
  }

  /** Takes the next one out; null: nothing to do. */
  next(): { task: T; lane: 'live' | 'backlog'; turns: number } | null {
    const backlogFirst = this.#turn++ % LIVE_SHARE === 0;
    return backlogFirst
      ? (this.nextOf('backlog') ?? this.nextOf('live'))
      : (this.nextOf('live') ?? this.nextOf('backlog'));
  }

  nextOf(lane: 'live' | 'backlog'): { task: T; lane: 'live' | 'backlog'; turns: number } | null {
    if (lane === 'live') {
      const [task] = this.#live;
      if (task === undefined) return null;
      this.#live.delete(task);
      return { task, lane, turns: 0 };
    }
    for (let top = this.#backlog.pop(); top !== null; top = this.#backlog.pop()) {
      // What was removed or moved meanwhile is still in the heap.
      if (this.#waiting.get(top.task) !== top) continue;
      this.#waiting.delete(top.task);
      return { task: top.task, lane, turns: top.turns };
    }
    return null;
  }
}

function isBefore(a: Waiting<unknown>, b: Waiting<unknown>): boolean {
  if (a.turns !== b.turns) return a.turns < b.turns;
  if (a.mtimeMs !== b.mtimeMs) return a.mtimeMs > b.mtimeMs;
  return a.order < b.order;
}

/** A binary heap: the first of all is taken out in logarithmic time. */
class Heap<T> {
  readonly #items: T[] = [];
  readonly #isBefore: (a: T, b: T) => boolean;

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
  }

  push(item: T): void {
    let at = this.#items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, above)) return;
      at = above;
    }
  }

  pop(): T | null {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (first === undefined || last === undefined) return null;
    if (this.#items.length > 0) {
      this.#items[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #sink(start: number): void {
    for (let at = start; ;) {
      const left = 2 * at + 1;
      const [a, b] = [this.#items[left], this.#items[left + 1]];
      if (a === undefined) return;
      const below = b !== undefined && this.#isBefore(b, a) ? left + 1 : left;
      if (!this.#swapIfBefore(below, at)) return;
      at = below;
    }
  }

  #swapIfBefore(low: number, high: number): boolean {
    const [a, b] = [this.#items[low], this.#items[high]];
    if (a === undefined || b === undefined || !this.#isBefore(a, b)) return false;
    this.#items[low] = b;
    this.#items[high] = a;
    return true;
  }
}
