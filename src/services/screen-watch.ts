import type { AgentName } from '../contract/agent.ts';
import type { ObservationSink, ObservedRequest } from '../core/observation.ts';
import type { OpenRequest, SessionState } from '../core/state.ts';
import type { Clock } from '../ports/clock.ts';
import type { KeystrokePlanner, ScreenDialog } from '../ports/keystrokes.ts';
import type { PaneLocator } from './pane-locator.ts';

/** A person waits for what stands on the screen: soon, and later less and less often, ms. */
const FIRST_LOOK_MS = 300;
const LOOK_MS = 2_000;
const RARE_LOOK_MS = 30_000;
/** Looks that found nothing before they become rare. */
const PATIENCE = 30;

export interface ScreenWatchOptions {
  clock: Clock;
  locator: PaneLocator;
  planners: ReadonlyMap<AgentName, KeystrokePlanner>;
  stateOf: (sessionKey: string) => SessionState | null;
  /** Whether a pane was found for it: without one there is no screen. */
  hasPane: (sessionKey: string) => boolean;
  /** Whether it may ask on its screen while it works, and nothing else would tell. */
  asksOnScreen: (state: SessionState) => boolean;
  /** Whether AMC types into it right now: what then stands there is AMC's own doing. */
  isTyping: (sessionKey: string) => boolean;
  /** Whether AMC has typed an answer to this request and does not know its end yet. */
  isAnswering: (sessionKey: string, requestId: string) => boolean;
  observe: ObservationSink;
}

interface Watched {
  timer: NodeJS.Timeout;
  looks: number;
}

/**
 * Sees the dialogs that only a screen shows. Looks at a pane only while nothing else says what its agent does or waits
 * for, and while such a dialog stands there; costs nothing otherwise.
 */
export class ScreenWatch {
  readonly #options: ScreenWatchOptions;
  readonly #watched = new Map<string, Watched>();
  #disposed = false;

  constructor(options: ScreenWatchOptions) {
    this.#options = options;
  }

  /** Something of this session has changed. */
  consider(sessionKey: string): void {
    const state = this.#options.stateOf(sessionKey);
    if (state === null || !this.#isWorthIt(state)) this.#stop(sessionKey);
    else if (!this.#watched.has(sessionKey)) this.#lookIn(sessionKey, FIRST_LOOK_MS, 0);
  }

  dispose(): void {
    this.#disposed = true;
    for (const sessionKey of this.#watched.keys()) this.#stop(sessionKey);
  }

  #isWorthIt(state: SessionState): boolean {
    const { key, ref, process, status, requests } = state;
    if (process.known !== 'running' || !this.#options.planners.has(ref.agent) || !this.#options.hasPane(key)) {
      return false;
    }
    if (requests.some(({ evidence }) => evidence.source === 'screen')) return true;
    if (status.value === 'starting' || status.value === 'unknown') return true;
    if (status.value === 'working') return requests.length === 0 && this.#options.asksOnScreen(state);
    return status.value === 'needs_attention' && requests.length === 0;
  }

  #lookIn(sessionKey: string, ms: number, looks: number): void {
    const timer = setTimeout(() => void this.#look(sessionKey), ms).unref();
    this.#watched.set(sessionKey, { timer, looks });
  }

  #stop(sessionKey: string): void {
    clearTimeout(this.#watched.get(sessionKey)?.timer);
    this.#watched.delete(sessionKey);
  }

  async #look(sessionKey: string): Promise<void> {
    const before = this.#watched.get(sessionKey);
    if (before === undefined) return;
    if (this.#options.isTyping(sessionKey)) return this.#lookIn(sessionKey, LOOK_MS, before.looks);
    const state = this.#options.stateOf(sessionKey);
    const dialog = state === null ? undefined : await this.#dialogOf(state).catch(() => undefined);
    const now = this.#options.stateOf(sessionKey);
    if (this.#disposed || this.#watched.get(sessionKey) !== before) return;
    if (now === null || now.process !== state?.process || !this.#isWorthIt(now)) {
      // What was seen is another process's screen; the one that runs now may be worth a look of its own.
      this.#stop(sessionKey);
      return this.consider(sessionKey);
    }
    const looks = dialog === undefined || dialog === null ? before.looks + 1 : 0;
    this.#lookIn(sessionKey, looks > PATIENCE ? RARE_LOOK_MS : LOOK_MS, looks);
    if (dialog !== undefined && !this.#options.isTyping(sessionKey)) this.#tell(now, dialog);
  }

  /** undefined: the screen could not be seen. null: no dialog stands there. */
  async #dialogOf({ ref, process }: SessionState): Promise<ScreenDialog | null | undefined> {
    const { locator, planners } = this.#options;
    const planner = planners.get(ref.agent);
    if (planner === undefined || process.known !== 'running') return undefined;
    const located = await locator.locate(process.process);
    if (!located.found) return undefined;
    return planner.dialog(await located.terminal.snapshot(located.pane.ref, { ansi: true }));
  }

  #tell({ key, ref, requests }: SessionState, seen: ScreenDialog | null): void {
    const { clock, observe } = this.#options;
    const fact = { session: ref, source: 'screen', at: clock() } as const;
    // A better source may tell of the same dialog, a little later than the screen.
    const isTold = requests.some(isToldElsewhere);
    const dialog = isTold ? null : seen;
    for (const { request, evidence } of requests) {
      if (evidence.source !== 'screen' || request.id === dialog?.id) continue;
      const how = isTold ? TOLD_BETTER : this.#howItLeft(key, request.id);
      observe({ ...fact, type: 'request_closed', requestId: request.id, ...how });
    }
    if (dialog === null || requests.some(({ request }) => request.id === dialog.id)) return;
    const { id, text, choices } = dialog;
    const request: ObservedRequest = { id, kind: 'trust', openedAt: fact.at, text, choices: [...choices] };
    observe({ ...fact, type: 'request_opened', request });
  }

  #howItLeft(sessionKey: string, requestId: string): { by: 'amc' | 'elsewhere'; detail: string } {
    return this.#options.isAnswering(sessionKey, requestId)
      ? { by: 'amc', detail: 'it left the screen after AMC’s answer' }
      : { by: 'elsewhere', detail: 'it left the screen' };
  }
}

const TOLD_BETTER = { by: 'unknown', detail: 'another source tells what it waits for' } as const;

function isToldElsewhere({ request: { kind }, evidence }: OpenRequest): boolean {
  return evidence.source !== 'screen' && kind !== 'prose_question' && kind !== 'error';
}
