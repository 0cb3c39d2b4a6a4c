import { sessionKey, type SessionKey } from '../contract/session.ts';
import type { StreamEvent } from '../contract/stream.ts';
import type { Observation } from '../core/observation.ts';

type Saying = Extract<StreamEvent, { type: 'saying' }>;
type Heard = Extract<Observation, { type: 'saying' }>;

/** So often at most, ms. */
const APART_MS = 100;
const OUTPUT_APART_MS = 400;
/** What is longer is read when it is on record. */
export const LONGEST_SAYING = 200_000;
/** Of what a command prints the end is told, and no more: the record has all of it. */
export const OUTPUT_TAIL = 2_000;

interface Open {
  key: SessionKey;
  itemId: string;
  of?: 'thinking' | 'output' | undefined;
  title?: string | undefined;
  text: string;
  /** How much of it has been told. */
  told: number;
  /** There is something that was not told. */
  hasNews: boolean;
  timer: NodeJS.Timeout | null;
  lastAt: number;
}

/**
 * What agents say while they say it, what they think, what their commands print: collected, told in passing, and
 * forgotten when it is over.
 */
export class Sayings {
  readonly #tell: (event: Saying) => void;
  readonly #open = new Map<string, Open>();

  constructor(tell: (event: Saying) => void) {
    this.#tell = tell;
  }

  heard({ session, itemId, of, title, more, over, dropped }: Heard): void {
    const key = sessionKey(session);
    // A session writes one message and thinks one thought at a time; its commands may run side by side.
    const place = JSON.stringify([key, of ?? '', of === 'output' ? itemId : '']);
    const known = this.#open.get(place);
    if (known !== undefined && known.itemId !== itemId) this.#end(place, known, true);
    const open = known?.itemId === itemId ? known : newOpen({ key, itemId, of, title });
    add(open, more);
    if (over) return this.#end(place, open, dropped === true);
    this.#open.set(place, open);
    if (more !== '') this.#later(open);
  }

  /** Everything that is being said now, from its beginning. */
  now(): readonly Saying[] {
    return [...this.#open.values()].flatMap((open) =>
      open.told === 0 ? [] : [{ ...eventOf(open), from: 0, text: open.text.slice(0, open.told), over: false }],
    );
  }

  dispose(): void {
    for (const { timer } of this.#open.values()) if (timer !== null) clearTimeout(timer);
    this.#open.clear();
  }

  #later(open: Open): void {
    if (open.timer !== null) return;
    const apart = open.of === 'output' ? OUTPUT_APART_MS : APART_MS;
    const wait = Math.max(0, open.lastAt + apart - performance.now());
    open.timer = setTimeout(() => this.#flush(open), wait);
    open.timer.unref();
  }

  #flush(open: Open): void {
    open.timer = null;
    open.lastAt = performance.now();
    if (open.hasNews) this.#tell({ ...news(open), over: false });
  }

  #end(place: string, open: Open, dropped: boolean): void {
    if (open.timer !== null) clearTimeout(open.timer);
    this.#open.delete(place);
    this.#tell({ ...news(open), over: true, ...(dropped ? { dropped: true } : {}) });
  }
}

/** Of output the text so far is its end: it is told whole each time. */
function news(open: Open): Omit<Saying, 'over'> {
  const { of, text, told } = open;
  const from = of === 'output' ? 0 : told;
  open.told = text.length;
  open.hasNews = false;
  return { ...eventOf(open), from, text: text.slice(from) };
}

function add(open: Open, more: string): void {
  if (open.of !== 'output') {
    const piece = more.slice(0, LONGEST_SAYING - open.text.length);
    open.text += piece;
    open.hasNews ||= piece !== '';
    return;
  }
  open.text = (open.text + more).slice(-OUTPUT_TAIL);
  open.hasNews ||= more !== '';
  // What was told is not the beginning of what there is now: who comes late is given what there is.
  if (open.told > 0) open.told = open.text.length;
}

function eventOf({ key, itemId, of, title }: Open): Pick<Saying, 'type' | 'key' | 'itemId' | 'of' | 'title'> {
  return {
    type: 'saying',
    key,
    itemId,
    ...(of === undefined ? {} : { of }),
    ...(title === undefined ? {} : { title }),
  };
}

function newOpen(what: Pick<Open, 'key' | 'itemId' | 'of' | 'title'>): Open {
  return { ...what, text: '', told: 0, hasNews: false, timer: null, lastAt: -Infinity };
}
