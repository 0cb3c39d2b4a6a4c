import type { IndexProgress } from '../../contract/history.ts';
import type { Catalog } from './catalog.ts';
import type { Ledger } from './ledger.ts';

/** Told at most so often while the state is the same. */
const TELL_MS = 500;
/** The speed is of about so much time. */
const SPEED_MS = 4_000;

type State = Pick<IndexProgress, 'state' | 'problem'>;

/** How far reading is, how fast it goes, and when that is told. Time is monotonic. */
export class ProgressMeter {
  readonly #tell: (progress: IndexProgress) => void;
  readonly #measure: (state: State, bytesPerMs: number | null) => IndexProgress;
  #state: State = { state: 'listing', problem: null };
  #toldAt = -Infinity;
  #behind = false;
  #speed: number | null = null;
  #window = { from: 0, bytes: 0 };

  constructor(options: { catalog: Catalog; ledger: Ledger; tell: (progress: IndexProgress) => void }) {
    const { catalog, ledger, tell } = options;
    this.#tell = tell;
    this.#measure = (state, speed) => measure(catalog, ledger, state, speed);
  }

  get state(): State['state'] {
    return this.#state.state;
  }

  now(): IndexProgress {
    return this.#measure(this.#state, this.#speed);
  }

  /** So many bytes were read since the last call. */
  add(bytes: number): void {
    const at = performance.now();
    const window = this.#window;
    window.bytes += bytes;
    if (at - window.from > SPEED_MS) {
      const speed = window.bytes / (at - window.from);
      this.#speed = window.from === 0 || this.#speed === null ? speed : (this.#speed + speed) / 2;
      this.#window = { from: at, bytes: 0 };
    }
    this.#behind = true;
    if (at - this.#toldAt >= TELL_MS) this.#tellNow(at);
  }

  /** Something else than bytes changed: a file went away, or cannot be read. */
  changed(): void {
    this.#behind = true;
  }

  /** Tells at once when it is another state. */
  enter(state: State['state'], problem: string | null = null): void {
    const same = this.#state.state === state && this.#state.problem === problem;
    if (state === 'indexing' && this.#state.state !== 'indexing') this.#window = { from: performance.now(), bytes: 0 };
    this.#state = { state, problem };
    if (!same) this.#tellNow(performance.now());
  }

  /** Nothing more to read for now: the last word on it. */
  rest(): void {
    if (this.#behind) this.#tellNow(performance.now());
  }

  #tellNow(at: number): void {
    this.#toldAt = at;
    this.#behind = false;
    this.#tell(this.now());
  }
}

function measure(catalog: Catalog, ledger: Ledger, state: State, bytesPerMs: number | null): IndexProgress {
  const files = { known: 0, read: 0 };
  const bytes = { known: 0, read: 0 };
  let unreadable = catalog.troubles.length;
  for (const { path, listed, problem } of catalog.files.values()) {
    const generation = ledger.at(path);
    const packed = listed.file.encoding === 'zstd';
    const size = packed ? (generation?.size ?? listed.stat.size) : listed.stat.size;
    const read = Math.min(size, generation?.read ?? 0);
    files.known++;
    if (read === size) files.read++;
    bytes.known += size;
    bytes.read += read;
    if (problem !== null) unreadable++;
  }
  const left = bytes.known - bytes.read;
  const etaMs =
    state.state !== 'indexing' || bytesPerMs === null || bytesPerMs === 0 ? null : Math.round(left / bytesPerMs);
  return { ...state, files, bytes, etaMs, unreadable };
}
