import type { PaneScreen, ScreenEvent } from '../../contract/screen.ts';
import type { ProcessId } from '../../core/observation.ts';
import type { SessionState } from '../../core/state.ts';
import { messageOf } from '../../lib/message-of.ts';
import { onlyColours } from '../../lib/only-colours.ts';
import type { ScreenSnapshot } from '../../ports/terminal.ts';
import type { Located, PaneLocator } from '../pane-locator.ts';

/** Between two looks while the screen changes, ms. */
const FAST_MS = 150;
/** What was typed shows after this, ms. */
const ECHO_MS = 40;
/** While it does not; reached step by step. */
const SLOW_MS = 1_000;
const SLOWER = 1.5;
/** A look may take up to this part of the time: a multiplexer that is slow is asked less often. */
const LOOK_SHARE = 1 / 12;
const SLOWEST_MS = 3_000;
/** What a look is bound to is found anew after this, and at once when something was not as before, ms. */
const RELOCATE_MS = 5_000;

export interface PaneWatchOptions {
  stateOf: () => SessionState | null;
  locator: PaneLocator;
  /** Whether AMC hands a command over right now: then nobody else asks the multiplexer anything about this pane. */
  isHandingOver: () => boolean;
  /** Nothing is left to be told. */
  ended: () => void;
}

type Listener = (event: ScreenEvent) => void;
type Found = Extract<Located, { found: true }>;

/**
 * One pane that somebody looks at, read once for all who do. Every look proves that the session's agent is in its
 * foreground; what another program shows there is not shown.
 */
export class PaneWatch {
  readonly #options: PaneWatchOptions;
  readonly #listeners = new Set<Listener>();
  #last: { event: ScreenEvent; sign: string } | null = null;
  #place: { process: ProcessId; located: Found; at: number } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #waitMs = FAST_MS;
  #isLooking = false;
  #lookedAt = -Infinity;
  #dueAt = Infinity;

  constructor(options: PaneWatchOptions) {
    this.#options = options;
  }

  add(listener: Listener): void {
    this.#listeners.add(listener);
    if (this.#last !== null) listener(this.#last.event);
    this.changed();
  }

  remove(listener: Listener): void {
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
    this.#stop();
    this.#options.ended();
  }

  /** Something may have changed: looks as soon as it would while the screen changes. */
  changed(): void {
    this.#soon(FAST_MS);
  }

  /** Somebody typed. */
  typed(): void {
    this.#soon(ECHO_MS);
  }

  dispose(): void {
    this.#listeners.clear();
    this.#stop();
  }

  #soon(afterLastLookMs: number): void {
    this.#waitMs = FAST_MS;
    const at = Math.max(performance.now(), this.#lookedAt + Math.max(afterLastLookMs, this.#leastMs()));
    if (!this.#isLooking && at < this.#dueAt) this.#lookAt(at);
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#dueAt = Infinity;
  }

  #lookAt(at: number): void {
    this.#stop();
    if (this.#listeners.size === 0) return;
    this.#dueAt = at;
    this.#timer = setTimeout(() => void this.#look(), at - performance.now()).unref();
  }

  async #look(): Promise<void> {
    this.#stop();
    if (this.#options.isHandingOver()) return this.#lookAt(performance.now() + FAST_MS);
    this.#isLooking = true;
    const began = performance.now();
    const waitedMs = this.#waitMs;
    const event = await this.#read();
    this.#lookedAt = performance.now();
    this.#isLooking = false;
    if (this.#listeners.size === 0) return;
    const isNews = this.#tell(event);
    if (event.type === 'gone') return this.#end();
    // Shorter by now: something changed while it looked.
    if (isNews) this.#waitMs = FAST_MS;
    else if (this.#waitMs === waitedMs) this.#waitMs = Math.min(SLOW_MS, waitedMs * SLOWER);
    const costMs = Math.min(SLOWEST_MS, (this.#lookedAt - began) / LOOK_SHARE);
    this.#lookAt(this.#lookedAt + Math.max(this.#waitMs, this.#leastMs(), costMs));
  }

  #leastMs(): number {
    return this.#place?.located.terminal.watchEveryMs ?? 0;
  }

  #end(): void {
    this.dispose();
    this.#options.ended();
  }

  /** Tells what is not what was told before. */
  #tell(event: ScreenEvent): boolean {
    const sign = signOf(event);
    if (sign === this.#last?.sign) return false;
    this.#last = { event, sign };
    for (const listener of this.#listeners) listener(event);
    return true;
  }

  async #read(): Promise<ScreenEvent> {
    const state = this.#options.stateOf();
    if (state === null || state.status.value === 'ended') return { type: 'gone', reason: 'the session has ended' };
    if (state.process.known !== 'running')
      return { type: 'gone', reason: 'AMC does not know which process runs this session' };
    const { process } = state.process;
    try {
      const located = await this.#locate(process);
      if (!located.found) return { type: located.failed === true ? 'unreadable' : 'gone', reason: located.reason };
      const guard = this.#options.locator.guard(process, located.pane);
      const before = await guard();
      const snapshot = before.ok ? await located.terminal.snapshot(located.pane.ref, { ansi: true }) : null;
      // Another program may have come to the foreground meanwhile.
      const proof = snapshot === null ? before : await guard();
      if (proof.ok && snapshot !== null) return { type: 'screen', screen: screenOf(snapshot) };
      this.#place = null;
      return { type: 'unreadable', reason: proof.ok ? 'its screen could not be read' : proof.reason };
    } catch (error) {
      this.#place = null;
      return { type: 'unreadable', reason: messageOf(error).replace(/\.$/, '') };
    }
  }

  async #locate(process: ProcessId): Promise<Located> {
    const known = this.#place;
    const isFresh = known !== null && known.process === process && performance.now() - known.at < RELOCATE_MS;
    if (isFresh) return known.located;
    const located = await this.#options.locator.locate(process);
    this.#place = located.found ? { process, located, at: performance.now() } : null;
    return located;
  }
}

function screenOf({ at, cols, rows, lines, ansi, cursor }: ScreenSnapshot): PaneScreen {
  const shown = (ansi ?? lines).slice(0, rows).map(onlyColours);
  const blank = Array<string>(Math.max(0, rows - shown.length)).fill('');
  return { at, cols, rows: [...shown, ...blank], ...(cursor === undefined ? {} : { cursor }) };
}

/** What differs when the event says something else; the time alone is nothing new. */
function signOf(event: ScreenEvent): string {
  if (event.type !== 'screen') return `${event.type} ${event.reason}`;
  const { cols, rows, cursor } = event.screen;
  return `${cols} ${cursor?.x},${cursor?.y}\n${rows.join('\n')}`;
}
