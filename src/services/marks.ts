import type { Marks as MarksView, MarksChange } from '../contract/marks.ts';
import type { SessionState } from '../core/state.ts';
import type { Clock } from '../ports/clock.ts';
import type { KeptMarks, StateStore } from '../ports/state-store.ts';

/** What a timer of Node takes at most; what is farther away is looked at again then. */
const LONGEST_TIMER_MS = 2_147_483_647;

export interface MarksOptions {
  clock: Clock;
  store: Pick<StateStore, 'marks' | 'setMarks'>;
  /** Told when a session's marks became others, by a person or by themselves. */
  changed: (sessionKey: string) => void;
  /** Told that the end of a snooze could not be written down. */
  unwritten: (error: unknown) => void;
}

/**
 * What people put on sessions, in the store. A snooze ends at its time, or as soon as its session opens a request that was
 * not open when it was snoozed. One timer for the nearest end; none while nothing is snoozed.
 */
export class Marks {
  readonly #options: MarksOptions;
  readonly #kept: Map<string, KeptMarks>;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: MarksOptions) {
    this.#options = options;
    this.#kept = new Map(options.store.marks());
    this.#sleep();
  }

  /** As the page shows them; null: none. */
  of(state: SessionState): MarksView | null {
    const kept = this.#kept.get(state.key);
    if (kept === undefined) return null;
    const { snooze, ...rest } = kept;
    const holds = snooze !== undefined && snooze.until > this.#options.clock() && !asksAnew(state, snooze);
    const marks: MarksView = holds ? { ...rest, snoozedUntil: snooze.until } : rest;
    return Object.keys(marks).length === 0 ? null : marks;
  }

  /** `state`: of the session, as it is when it is marked. */
  change(state: SessionState, change: Omit<MarksChange, 'dismissed'>): void {
    const kept = this.#kept.get(state.key) ?? {};
    this.#keep(state.key, changed(kept, change, { state, now: this.#options.clock() }));
    this.#sleep();
    this.#options.changed(state.key);
  }

  /** Looks whether what it asks now ends its snooze, for good. */
  sessionChanged(state: SessionState): void {
    const kept = this.#kept.get(state.key);
    if (kept?.snooze === undefined || !wakes(state, kept.snooze)) return;
    this.#wake(state.key, kept);
    this.#sleep();
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #keep(key: string, marks: KeptMarks): void {
    const isEmpty = Object.keys(marks).length === 0;
    this.#options.store.setMarks(key, isEmpty ? null : marks, this.#options.clock());
    if (isEmpty) this.#kept.delete(key);
    else this.#kept.set(key, marks);
  }

  /** It is over, also where that cannot be written down: nobody is there who could be refused. */
  #wake(key: string, { snooze: _over, ...rest }: KeptMarks): void {
    try {
      this.#keep(key, rest);
    } catch (error) {
      this.#kept.set(key, rest);
      this.#options.unwritten(error);
    }
    this.#options.changed(key);
  }

  /** Until the nearest snooze is over. */
  #sleep(): void {
    this.dispose();
    const ends = [...this.#kept.values()].flatMap(({ snooze }) => (snooze === undefined ? [] : [snooze.until]));
    if (ends.length === 0) return;
    const waitMs = Math.min(LONGEST_TIMER_MS, Math.max(0, Math.min(...ends) - this.#options.clock()));
    this.#timer = setTimeout(() => this.#wakeAll(), waitMs);
    this.#timer.unref();
  }

  #wakeAll(): void {
    const now = this.#options.clock();
    for (const [key, kept] of this.#kept) {
      if (kept.snooze !== undefined && kept.snooze.until <= now) this.#wake(key, kept);
    }
    this.#sleep();
  }
}

type Snooze = NonNullable<KeptMarks['snooze']>;

function changed(
  kept: KeptMarks,
  { pinned, name, colour, snoozedUntil }: Omit<MarksChange, 'dismissed'>,
  { state, now }: { state: SessionState; now: number },
): KeptMarks {
  const open = state.requests.map(({ request }) => request.id);
  return {
    ...taken('pinned', pinned === undefined ? kept.pinned : pinned || undefined),
    ...taken('name', name === undefined ? kept.name : (name ?? undefined)),
    ...taken('colour', colour === undefined ? kept.colour : (colour ?? undefined)),
    ...taken('snooze', snoozedUntil === undefined ? kept.snooze : snoozeOf(snoozedUntil, { now, open })),
  };
}

function snoozeOf(until: number | null, { now, open }: { now: number; open: string[] }): Snooze | undefined {
  return until === null || until <= now ? undefined : { until, at: now, open };
}

/** It asks something that was not asked when it was snoozed. */
function asksAnew({ requests }: SessionState, { open }: Snooze): boolean {
  return requests.some(({ request }) => !open.includes(request.id));
}

/**
 * Only what was opened after it was snoozed ends it for good: after a restart what was asked and answered long ago is told
 * once more. A session that waits for something nobody can name asks too.
 */
function wakes({ requests, status }: SessionState, { open, at }: Snooze): boolean {
  if (requests.length === 0) return status.value === 'needs_attention' && status.since > at;
  return requests.some(({ request: { id, openedAt } }) => openedAt >= at && !open.includes(id));
}

function taken<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}
