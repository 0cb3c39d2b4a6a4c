import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SessionRef } from '../../contract/session.ts';
import type { ObservationSink, ProcessId, SessionFacts } from '../../core/observation.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RelayHub } from '../../ports/hooks.ts';
import type { LogTailer } from '../../ports/log-reader.ts';
import type { HookEvent } from '../../ports/state-store.ts';
import type { Mode } from './capabilities.ts';
import { ContextWatch } from './context-watch.ts';
import { HookObserver } from './hook-observer.ts';
import { HelpersWatch } from './helpers-watch.ts';
import { payloadOf } from './hook-payload.ts';
import { PromptLedger } from './prompt-ledger.ts';
import type { TranscriptSketch } from './history.ts';
import type { Settings } from './done-observer.ts';
import type { LiveEntry } from './registry.ts';
import { claimOf, modeOf, titleOf, type RegistryEntry } from './registry-entry.ts';
import { RequestBook } from './request-book.ts';
import type { StopCause } from './stop-error.ts';
import { SubagentReceipts } from './subagent-receipts.ts';
import { tellOf, type Tell } from './tell.ts';
import { TranscriptFollower } from './transcript-follower.ts';
import { TranscriptObserver } from './transcript-observer.ts';
import { encodeProjectDir, findTranscript } from './transcript-path.ts';
import { TurnWatch } from './turn-watch.ts';

export interface LiveSessionOptions {
  ref: SessionRef;
  sink: ObservationSink;
  clock: Clock;
  relay: RelayHub;
  tailer: LogTailer;
  configDirs: readonly string[];
  /** How long a relay may hold a question that the terminal does not show meanwhile, ms. */
  hiddenHoldMs: number;
  /** Its conversation begins after a `/clear`. */
  onCleared?: (ref: SessionRef, at: number) => void;
}

const MAX_PLAN = 200_000;
/** The record of an error is looked for so often, and after so many ms. */
const CAUSE_LOOKS = 5;
const CAUSE_LOOK_MS = 120;

/** One session that runs: all that its sources say, brought together. */
export class LiveSession {
  readonly ref: SessionRef;
  readonly book: RequestBook;
  readonly #options: LiveSessionOptions;
  readonly #tell: Tell;
  readonly #transcript: TranscriptFollower;
  readonly #records: TranscriptObserver;
  readonly #hooks: HookObserver;
  readonly #subagents: SubagentReceipts;
  readonly #turns: TurnWatch;
  readonly #helpers: HelpersWatch;
  #live: LiveEntry | null = null;
  /** From the hook's environment, where no registry entry says it. */
  #hookProcess: ProcessId | null = null;
  #hookEvents: Promise<void> = Promise.resolve();
  #hooksSeen = false;
  #stopped = false;

  constructor(options: LiveSessionOptions) {
    const { ref, sink, clock, relay, tailer } = options;
    this.ref = ref;
    this.#options = options;
    const tellAll = tellOf(ref, sink);
    const tell: Tell = (told) => {
      if (this.#stopped) return;
      if (told.type === 'activity' && told.source !== 'registry') this.#turns.noteClaim(told);
      tellAll(told);
    };
    const release = (eventName: string) => void relay.release(eventName).catch(() => undefined);
    const book = new RequestBook({ tell, release });
    const prompts = new PromptLedger(tell);
    this.#tell = tell;
    this.book = book;
    const onCleared = (at: number) => options.onCleared?.(ref, at);
    const context = new ContextWatch();
    this.#helpers = new HelpersWatch(tell);
    this.#records = new TranscriptObserver({ tell, book, prompts, context, now: clock, onCleared });
    this.#transcript = new TranscriptFollower({
      tailer,
      tell,
      clock,
      onRecords: (records, first) => {
        this.#records.take(records, first);
        if (!first) this.#turns.recordsCame();
      },
      onReset: () => this.#records.reset(),
    });
    this.#subagents = new SubagentReceipts({ tailer, tell, clock, book });
    const relayWaits = (eventName: string) => relay.waiting(eventName).catch(() => false);
    this.#hooks = new HookObserver({
      tell,
      book,
      prompts,
      context,
      helpers: this.#helpers,
      relayWaits,
      release,
      planOf: () => this.#readPlan(),
      shown: () => this.#turns.whenShown(),
      causeOf: (promptId) => this.#causeOf(promptId),
    });
    this.#turns = new TurnWatch({
      tell,
      clock,
      book,
      records: this.#records,
      hooks: this.#hooks,
      settleTranscript: () => this.#transcript.settle(),
      hooksSeen: () => this.#hooksSeen,
    });
  }

  get transcriptPath(): string | null {
    return this.#transcript.path;
  }

  get process(): ProcessId | null {
    return this.#live?.process ?? this.#hookProcess;
  }

  /** The folder whose registry it stands in. */
  get configDir(): string | null {
    return this.#live?.configDir ?? null;
  }

  get isRegistered(): boolean {
    return this.#live !== null;
  }

  /** How it stands, as far as its records have said. */
  get settings(): Settings {
    return this.#records.settings;
  }

  get mode(): Mode {
    return this.#live === null ? 'terminal' : modeOf(this.#live.entry);
  }

  /** What the registry calls it, e.g. `interactive, sdk-cli`. */
  get kindName(): string {
    const { kind = 'interactive', entrypoint = 'cli' } = this.#live?.entry ?? {};
    return `${kind}, ${entrypoint}`;
  }

  /** The registry's newest word. */
  setEntry(live: LiveEntry): void {
    const before = this.#live?.process;
    this.#live = live;
    const { entry, process } = live;
    if (before?.pid !== process.pid || before.startTime !== process.startTime) this.#tellProcess('registry', process);
    this.#describe(entry);
    this.#tell({ type: 'activity', source: 'registry', ...claimOf(entry) });
    this.#turns.entryChanged(entry);
    this.#helpers.registrySaid(entry);
  }

  /** A process that a hook named, for versions without a registry. */
  setHookProcess(process: ProcessId): void {
    if (this.process !== null) return;
    this.#hookProcess = process;
    this.#tellProcess('hook', process);
  }

  /** Takes a hook event; one after the other, in the order they are given. */
  takeHook(event: HookEvent, options: { replayed: boolean } = { replayed: false }): Promise<void> {
    this.#hookEvents = this.#hookEvents.then(async () => {
      if (this.#stopped) return;
      this.#hooksSeen = true;
      const payload = payloadOf(event);
      const { transcriptPath: path, agentId } = payload;
      if (path?.endsWith(`/${this.ref.id}.jsonl`) === true) this.#transcript.follow(path);
      await this.#hooks.take(event, payload, options);
      if (event.event === 'PermissionRequest' && agentId !== undefined) this.#followSubagent(agentId);
    });
    return this.#hookEvents;
  }

  /** Finds and follows the transcript; resolves when what it holds has been told. */
  async followTranscript(): Promise<void> {
    const cwd = this.#live?.entry.cwd;
    const { configDirs } = this.#options;
    const found = await findTranscript({ configDirs, sessionId: this.ref.id, projectDir: cwd ?? null });
    if (this.#stopped) return;
    // It appears with the first prompt; until then it is waited for where it should appear.
    const expected =
      this.#live !== null && cwd !== undefined ? expectedPath(this.#live.configDir, cwd, this.ref.id) : null;
    const path = found?.path ?? this.#transcript.path ?? expected;
    if (path !== null) this.#transcript.follow(path);
    await this.#transcript.settle();
    if (found !== null && found.others.length > 0) this.#tellTwins(found.path, found.others.length);
  }

  /** What the beginning of the transcript says, and the part before what is followed. */
  takeSketch({ facts, said, lastAt }: TranscriptSketch): void {
    const at = lastAt ?? this.#options.clock();
    if (facts.title !== undefined) this.#records.titleKnown();
    const told = withoutPlaces(facts);
    if (Object.keys(told).length > 0) this.#tell({ type: 'described', source: 'transcript', at, facts: told });
    if (said !== null && this.#records.said === null)
      this.#tell({ type: 'said', source: 'transcript', at, preview: said });
  }

  /** After all sources have been read once: what of it is still open. */
  async settleStart(): Promise<void> {
    await this.#hookEvents;
    if (this.#stopped) return;
    await this.#hooks.settleStart();
    if (!this.#stopped) this.#turns.settleStart();
  }

  /** Looks after what no event tells; called every now and then. */
  async tick(): Promise<void> {
    const now = this.#options.clock();
    await this.#checkRelays(now);
    if (this.#stopped) return;
    this.#turns.tick(now);
    this.#subagents.keep(this.book.unsettledAgents(now));
  }

  /** It runs no more. `closed`: and neither does its process. */
  end(detail: string, { closed }: { closed: boolean }): void {
    if (this.#stopped) return;
    const at = this.#options.clock();
    const source = this.#live === null ? 'hook' : 'registry';
    if (closed) this.#tell({ type: 'done', source, at, action: 'close', detail });
    this.book.closeWhere(() => true, { source, at, detail });
    this.#tell({ type: 'activity', source, at, activity: 'ended', detail });
    this.#tell({ type: 'process', source, at, process: null, detail });
    this.stop();
  }

  stop(): void {
    this.#stopped = true;
    this.#turns.stop();
    this.#transcript.stop();
    this.#subagents.stop();
  }

  #tellProcess(source: 'registry' | 'hook', process: ProcessId): void {
    this.#tell({
      type: 'process',
      source,
      at: this.#options.clock(),
      process,
      detail: `${source}: pid ${process.pid}`,
    });
  }

  #describe(entry: RegistryEntry): void {
    const title = titleOf(entry);
    this.#tell({
      type: 'described',
      source: 'registry',
      at: entry.updatedAt ?? this.#options.clock(),
      facts: {
        ...(entry.cwd === undefined ? {} : { cwd: entry.cwd }),
        ...(entry.version === undefined ? {} : { agentVersion: entry.version }),
        ...(entry.startedAt === undefined ? {} : { startedAt: entry.startedAt }),
        ...(title === null ? {} : { title }),
      },
    });
  }

  /** Relays end when their process does, and must not hide a question from the person at the terminal for long. */
  async #checkRelays(now: number): Promise<void> {
    const { relay, hiddenHoldMs } = this.#options;
    for (const booked of this.book.open()) {
      const { eventName } = booked;
      if (eventName === null || !booked.relayWaits || booked.answer !== 'none') continue;
      const waits = await relay.waiting(eventName).catch(() => false);
      if (!booked.open || booked.answer !== 'none') continue;
      const isHidden = this.#live?.entry.status !== undefined && this.#live.entry.status !== 'waiting';
      const isHeldLong = isHidden && now - booked.openedAt >= hiddenHoldMs;
      if (waits && !isHeldLong) continue;
      booked.relayWaits = false;
      booked.unheldSince = now;
      if (waits) await relay.release(eventName).catch(() => undefined);
    }
  }

  #followSubagent(agentId: string): void {
    const path = this.#transcript.path;
    if (path !== null) this.#subagents.follow(path, this.ref.id, agentId);
  }

  async #readPlan(): Promise<{ plan: string; planFilePath: string } | null> {
    await this.#transcript.settle();
    const path = this.#records.planPath;
    const plan = path === null ? null : await readFile(path, 'utf8').catch(() => null);
    return path === null || plan === null || plan.length > MAX_PLAN ? null : { plan, planFilePath: path };
  }

  /** The transcript's word on the error that ended a turn; it is written a moment before or after the hook runs. */
  async #causeOf(promptId: string | undefined): Promise<StopCause | null> {
    for (let look = 0; look < CAUSE_LOOKS && !this.#stopped; look += 1) {
      if (look > 0) await delay(CAUSE_LOOK_MS);
      await this.#transcript.settle();
      const word = this.#records.lastWord;
      if (word?.by === 'error' && (promptId === undefined || word.promptId === promptId)) return word.cause;
    }
    return null;
  }

  #tellTwins(path: string, others: number): void {
    const at = this.#options.clock();
    const message = `There are ${others + 1} transcripts with this id; AMC reads the newest.`;
    this.#tell({
      type: 'problem',
      source: 'transcript',
      at,
      problem: { code: 'transcript_twins', message, place: path, at },
    });
  }
}

/** The registry knows these better: a session may have been resumed elsewhere, by another version. */
function withoutPlaces({ branch, model, title }: SessionFacts): SessionFacts {
  return {
    ...(branch === undefined ? {} : { branch }),
    ...(model === undefined ? {} : { model }),
    ...(title === undefined ? {} : { title }),
  };
}

function expectedPath(configDir: string, cwd: string, sessionId: string): string {
  return join(configDir, 'projects', encodeProjectDir(cwd), `${sessionId}.jsonl`);
}
