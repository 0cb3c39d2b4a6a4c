import type { StreamEvent } from '../contract/stream.ts';
import type { ChangeFeed, PlacedEvent } from './api.ts';

export interface FeedOptions {
  /** Tells this run of AMC from every other one. */
  epoch: string;
  snapshot: () => Extract<StreamEvent, { type: 'snapshot' }>;
  /** What is told in passing, as it stands now: told to whoever comes, behind what was missed. */
  passing?: () => readonly StreamEvent[];
  /** How many changes are kept for those who come back. */
  kept?: number;
}

/** The one bus: numbered changes, a bounded memory of them, and a snapshot for whoever knows none. */
export class Feed implements ChangeFeed {
  readonly #epoch: string;
  readonly #snapshot: FeedOptions['snapshot'];
  readonly #passing: () => readonly StreamEvent[];
  readonly #kept: number;
  readonly #listeners = new Set<(event: PlacedEvent) => void>();
  #ring: PlacedEvent[] = [];
  #seq = 0;

  constructor({ epoch, snapshot, passing = () => [], kept = 2_000 }: FeedOptions) {
    this.#epoch = epoch;
    this.#snapshot = snapshot;
    this.#passing = passing;
    this.#kept = kept;
  }

  /** Of the newest event. */
  get lastId(): string {
    return `${this.#epoch}-${this.#seq}`;
  }

  publish(event: StreamEvent): void {
    this.#seq += 1;
    const placed = this.#place(event);
    this.#ring.push(placed);
    if (this.#ring.length > this.#kept * 2) this.#ring = this.#ring.slice(-this.#kept);
    for (const listener of this.#listeners) listener(placed);
  }

  /** Tells those who listen now. It is no change: it is not kept, and has the id of the change before it. */
  pass(event: StreamEvent): void {
    if (this.#listeners.size === 0) return;
    const placed = this.#place(event);
    for (const listener of this.#listeners) listener(placed);
  }

  follow(lastEventId: string | null, listener: (event: PlacedEvent) => void): () => void {
    const missed = this.#missed(lastEventId);
    if (missed === null) listener(this.#place(this.#snapshot()));
    else for (const event of missed) listener(event);
    for (const event of this.#passing()) listener(this.#place(event));
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #place(event: StreamEvent): PlacedEvent {
    return { id: this.lastId, event, json: JSON.stringify(event) };
  }

  /** null: not known or too long ago, a snapshot is due. */
  #missed(lastEventId: string | null): readonly PlacedEvent[] | null {
    if (lastEventId === null || !lastEventId.startsWith(`${this.#epoch}-`)) return null;
    const seq = Number(lastEventId.slice(this.#epoch.length + 1));
    if (!Number.isInteger(seq) || seq > this.#seq) return null;
    const behind = this.#seq - seq;
    if (behind === 0) return [];
    return behind > this.#ring.length ? null : this.#ring.slice(-behind);
  }
}
