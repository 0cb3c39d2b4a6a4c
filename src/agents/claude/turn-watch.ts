import type { Activity } from '../../core/observation.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HookObserver } from './hook-observer.ts';
import { claimOf, type RegistryEntry } from './registry-entry.ts';
import type { BookedRequest, RequestBook } from './request-book.ts';
import type { Tell } from './tell.ts';
import { requestOfLastWord, type TranscriptObserver } from './transcript-observer.ts';

export interface TurnWatchOptions {
  tell: Tell;
  clock: Clock;
  book: RequestBook;
  records: TranscriptObserver;
  hooks: HookObserver;
  /** Resolves when what is in the transcript now has been told. */
  settleTranscript: () => Promise<void>;
  hooksSeen: () => boolean;
}

/** The registry may flip when one of several dialogs closes: it is believed after this, ms. */
const SETTLE_MS = 300;
/** The transcript is written a moment after the fact, ms. */
const TRANSCRIPT_LAG_MS = 1_000;
/** Where hooks are installed, their word on a request comes within this, ms. */
const HOOK_LAG_MS = 400;
/** A claim that the registry contradicts for so long was overtaken, ms. */
const CONTRADICTED_MS = 2_000;
/** A request that neither a hook holds nor the registry knows is gone after this, ms. */
const UNHELD_MS = 3_000;
const NO_STATUS_MS = 10_000;
/** The registry says that a dialog is there this long after the hook at most; seen: 60 ms, on a busy machine more. */
const SHOWN_WITHIN_MS = 150;
/** What the registry waits for then is no tool call. */
const NO_CALL = new Set(['dialog open', 'sandbox request', 'worker request']);

/** What the registry's changes of status mean for requests and turns, where hooks and transcript do not say it. */
export class TurnWatch {
  readonly #options: TurnWatchOptions;
  readonly #timers = new Set<NodeJS.Timeout>();
  #entry: RegistryEntry | null = null;
  /** The newest claim about the main agent that was not the registry's. */
  #otherClaim: { activity: Activity; at: number } | null = null;
  readonly #untilShown = new Set<() => void>();

  constructor(options: TurnWatchOptions) {
    this.#options = options;
  }

  noteClaim(claim: { activity: Activity; at: number }): void {
    if ((this.#otherClaim?.at ?? 0) <= claim.at) this.#otherClaim = claim;
  }

  /**
   * Resolves when the registry waits, or does not say so in time. A permission that another hook gives at once is over
   * by then, and never shown.
   */
  whenShown(): Promise<void> {
    const entry = this.#entry;
    if (entry?.status === undefined || entry.status === 'waiting') return Promise.resolve();
    return new Promise((resolve) => {
      this.#untilShown.add(resolve);
      this.#after(SHOWN_WITHIN_MS, resolve);
    });
  }

  entryChanged(entry: RegistryEntry): void {
    const before = this.#entry;
    this.#entry = entry;
    if (entry.status === 'waiting') this.#shown();
    if (before?.status === entry.status && before?.statusUpdatedAt === entry.statusUpdatedAt) return;
    if (entry.status === 'waiting')
      this.#after(this.#options.hooksSeen() ? HOOK_LAG_MS : SETTLE_MS, () => this.#lookForAsked());
    else if (before?.status === 'waiting') this.#after(SETTLE_MS, () => this.#closeAnswered());
    if (isIdle(entry)) this.#closeForms(entry);
    if (isIdle(entry)) this.#after(TRANSCRIPT_LAG_MS, () => this.#lookHowTurnEnded(before));
  }

  /** New records while it waits: they may hold what it asks. */
  recordsCame(): void {
    if (this.#entry?.status === 'waiting') this.#lookForAsked();
    const word = this.#options.records.lastWord;
    if (word?.by !== 'agent') return;
    const isPast = ({ request, openedAt }: BookedRequest) => request.kind === 'error' && openedAt < word.at;
    this.#options.book.closeWhere(isPast, { source: 'transcript', at: word.at, detail: 'transcript: it went on' });
  }

  /** Everything has been read once: what of it is still open. */
  settleStart(): void {
    this.#closeAnswered();
    if (this.#entry?.status === 'waiting') this.#lookForAsked();
    if (this.#entry !== null && isIdle(this.#entry)) this.#openLastWord();
  }

  tick(now: number): void {
    const entry = this.#entry;
    if (entry === null) return;
    const claim = claimOf(entry);
    if (claim.activity === 'starting' && now - claim.at > NO_STATUS_MS) {
      this.#options.tell({
        type: 'activity',
        source: 'registry',
        at: claim.at,
        activity: 'unknown',
        detail: 'registry: has no status',
      });
    }
    this.#reassert(now, claim);
    if (entry.status === undefined || entry.status === 'waiting') return;
    const isGone = ({ call, form, unheldSince, answer }: BookedRequest) =>
      (call !== null || form !== null) && answer === 'none' && unheldSince !== null && now - unheldSince > UNHELD_MS;
    this.#options.book.closeWhere(isGone, {
      source: 'registry',
      at: now,
      detail: `${claim.detail}, and no hook waits for an answer`,
    });
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#shown();
  }

  #shown(): void {
    for (const resolve of this.#untilShown) resolve();
    this.#untilShown.clear();
  }

  /** The turn is over, and with it what its MCP servers asked. */
  #closeForms(entry: RegistryEntry): void {
    const { at, detail } = claimOf(entry);
    const isOver = ({ form, openedAt, request }: BookedRequest) =>
      form !== null && request.subagent === undefined && openedAt < at;
    this.#options.book.closeWhere(isOver, { source: 'registry', at, detail: `${detail}, the turn is over` });
  }

  /** It waits no more: what was asked before that has been answered. A subagent's question counts once it was shown. */
  #closeAnswered(): void {
    const entry = this.#entry;
    if (entry === null || entry.status === undefined || entry.status === 'waiting') return;
    const { at, detail } = claimOf(entry);
    // What is not on the screen while a hook waits was not what the registry waited for.
    const isAnswered = ({ call, form, openedAt, relayWaits }: BookedRequest) => {
      if (openedAt >= at) return false;
      return form !== null ? !relayWaits : call !== null && (call.agentId === null || !relayWaits);
    };
    this.#options.book.closeWhere(isAnswered, { source: 'registry', at, detail: `${detail}, no longer waiting` });
  }

  /** The registry waits and no hook has told for what: the transcript's first call without a result. */
  #lookForAsked(): void {
    const { book, settleTranscript } = this.#options;
    const entry = this.#entry;
    const isTold = () => book.open().some(({ call }) => call !== null);
    if (entry?.status !== 'waiting' || NO_CALL.has(entry.waitingFor ?? '') || isTold()) return;
    void settleTranscript().then(() => {
      const pending = book.firstPending();
      if (this.#entry !== entry || pending === null || isTold()) return;
      return book.openFromTranscript(pending, claimOf(entry).at, entry.cwd);
    });
  }

  /** The registry says that the turn ended; the transcript says how, if no hook did. */
  #lookHowTurnEnded(before: RegistryEntry | null): void {
    const entry = this.#entry;
    void this.#options.settleTranscript().then(() => {
      if (entry === null || this.#entry?.statusUpdatedAt !== entry.statusUpdatedAt) return;
      if (before?.status === 'busy' && this.#isUnanswered(before, entry)) {
        const detail = 'registry: idle, and the transcript has no reply to the last prompt';
        this.#options.tell({ type: 'interrupted', source: 'registry', at: claimOf(entry).at, detail });
        return;
      }
      this.#openLastWord();
    });
  }

  /** Stopped before it said anything: Claude Code then takes the prompt back and writes nothing down. */
  #isUnanswered(before: RegistryEntry, entry: RegistryEntry): boolean {
    const word = this.#options.records.lastWord;
    if (word?.by !== 'person' || this.#options.hooks.lastStop?.promptId === word.promptId) return false;
    return word.at <= claimOf(entry).at && word.at >= claimOf(before).at - TRANSCRIPT_LAG_MS;
  }

  /** A question in prose or an error that the last turn ended with. */
  #openLastWord(): void {
    const word = this.#options.records.lastWord;
    const request = word === null ? null : requestOfLastWord(word);
    if (word === null || request === null) return;
    this.#options.book.openText({ ...request, openedAt: word.at }, 'transcript');
  }

  /** A late hook must not keep a session working that its registry calls idle. */
  #reassert(now: number, claim: ReturnType<typeof claimOf>): void {
    const other = this.#otherClaim;
    if (claim.activity !== 'idle' || other?.activity !== 'working') return;
    if (other.at <= claim.at || now - other.at < CONTRADICTED_MS) return;
    this.#otherClaim = null;
    this.#options.tell({
      type: 'activity',
      source: 'registry',
      at: now,
      activity: 'idle',
      detail: `${claim.detail}, still`,
    });
  }

  #after(ms: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, ms);
    this.#timers.add(timer);
  }
}

function isIdle({ status }: RegistryEntry): boolean {
  return status === 'idle' || status === 'shell';
}
