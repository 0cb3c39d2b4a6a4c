import type { SourceHealth } from '../../contract/health.ts';
import type { Offer, SessionRef } from '../../contract/session.ts';
import type { ObservationSink } from '../../core/observation.ts';
import type { AgentAdapter, Handover, SessionContext } from '../../ports/agent.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HookSource, RelayHub } from '../../ports/hooks.ts';
import type { FolderWatcher, LogTailer, PageReader } from '../../ports/log-reader.ts';
import type { ProcessTable } from '../../ports/process-table.ts';
import type { HookEvent } from '../../ports/state-store.ts';
import { claudeCompletions } from './completions/completions.ts';
import { deliverAnswer, pathOf } from './delivery.ts';
import { sketchTranscript } from './history.ts';
import type { LiveSession } from './live-session.ts';
import { isAsking } from './hook-payload.ts';
import { LiveSessions } from './live-sessions.ts';
import { offersOf } from './offers.ts';
import { StartUps } from './start-ups.ts';
import { type PastTranscript, recentTranscripts } from './recent-transcripts.ts';
import { Registry } from './registry.ts';
import { ReplayFilter } from './replay-filter.ts';
import { findTranscript } from './transcript-path.ts';

export interface ClaudeAdapterOptions {
  /** Folders as `~/.claude`, each with `sessions/` and `projects/`. */
  configDirs: readonly string[];
  clock: Clock;
  processTable: ProcessTable;
  hooks: HookSource;
  relay: RelayHub;
  tailer: LogTailer;
  pages: PageReader;
  watcher: FolderWatcher;
  /** How often processes and relays are looked after, ms. */
  tickMs?: number;
  /**
   * How long AMC holds a question that Claude Code does not show in the terminal meanwhile, ms: a background agent's
   * dialog is drawn only after its hooks have answered or left (see FORMAT.md, "Background agents").
   */
  hiddenHoldMs?: number;
  /** Sessions that ended are listed when their transcript was written within this time, ms; and at most so many. */
  history?: { withinMs: number; limit: number };
}

const TICK_MS = 2_000;
const HIDDEN_HOLD_MS = 30_000;
const HISTORY = { withinMs: 86_400_000, limit: 200 };
/** Hook events so old can have nothing open that still lives, ms. */
const REPLAY_MS = 86_400_000;
const READERS = 2;

/** Claude Code, as its registry, its hooks and its transcripts tell of it; answered through the hooks that wait. */
export function createClaudeAdapter(options: ClaudeAdapterOptions): AgentAdapter {
  return new ClaudeAdapter(options);
}

class ClaudeAdapter implements AgentAdapter {
  readonly agent = 'claude';
  readonly completions = claudeCompletions((id) => this.#configDirOf(id));
  readonly #options: ClaudeAdapterOptions;
  #running: Running | null = null;

  constructor(options: ClaudeAdapterOptions) {
    this.#options = options;
  }

  async start(sink: ObservationSink): Promise<void> {
    this.#running = new Running(this.#options, sink);
    await this.#running.start();
  }

  async reconcile(): Promise<void> {
    await this.#running?.reconcile();
  }

  async transcriptOf({ id }: SessionRef): Promise<string | null> {
    const { configDirs } = this.#options;
    const followed = this.#running?.live.get(id)?.transcriptPath;
    return followed ?? (await findTranscript({ configDirs, sessionId: id }))?.path ?? null;
  }

  path(
    { ref, requests }: SessionContext,
    target: Parameters<AgentAdapter['path']>[1],
  ): ReturnType<AgentAdapter['path']> {
    const session = this.#running?.live.get(ref.id);
    const onScreen =
      target.type === 'request' && requests.some(({ id, kind }) => id === target.requestId && kind === 'trust');
    if (session === undefined && this.#running?.isStarting(ref.id) === true) {
      return onScreen ? { channel: 'keystrokes', via: 'pane' } : { channel: 'none', reason: 'it has no session yet' };
    }
    return pathOf(session, onScreen ? { type: 'prompt' } : target);
  }

  offers({ ref }: SessionContext): readonly Offer[] {
    return offersOf(this.#running?.live.get(ref.id));
  }

  deliver({ ref }: SessionContext, action: Parameters<AgentAdapter['deliver']>[1]): Promise<Handover> {
    return deliverAnswer(this.#running?.live.get(ref.id), action, this.#options.relay);
  }

  health(): readonly SourceHealth[] {
    return this.#running?.health() ?? [];
  }

  /** With one folder only there is no doubt; else the registry it stands in, or its transcript, says which. */
  #configDirOf(sessionId: string): string | null {
    const { configDirs } = this.#options;
    const session = this.#running?.live.get(sessionId);
    if (configDirs.length === 1) return configDirs[0] ?? null;
    return session?.configDir ?? configDirs.find((dir) => session?.transcriptPath?.startsWith(`${dir}/`)) ?? null;
  }

  async dispose(): Promise<void> {
    this.#running?.stop();
    this.#running = null;
  }
}

/** Everything that runs between start and dispose. */
class Running {
  readonly live: LiveSessions;
  readonly #options: ClaudeAdapterOptions;
  readonly #filter: ReplayFilter;
  readonly #registries: readonly Registry[];
  readonly #startUps: readonly StartUps[];
  #unsubscribe: () => void = () => undefined;
  #timer: NodeJS.Timeout | null = null;
  #ticking: Promise<void> | null = null;
  /** Until the start is over: what came meanwhile. */
  #early: HookEvent[] | null = [];
  #made: LiveSession[] = [];
  #lastHookAt: number | null = null;
  #stopped = false;

  constructor(options: ClaudeAdapterOptions, sink: ObservationSink) {
    const { clock, configDirs, processTable, relay, tailer, watcher, hiddenHoldMs = HIDDEN_HOLD_MS } = options;
    this.#options = options;
    this.#filter = new ReplayFilter(sink);
    this.live = new LiveSessions({
      sink: this.#filter.put,
      clock,
      configDirs,
      processTable,
      relay,
      tailer,
      hiddenHoldMs,
    });
    this.#startUps = configDirs.map(
      (configDir) => new StartUps({ configDir, watcher, processTable, clock, sink: this.#filter.put }),
    );
    this.#registries = configDirs.map(
      (configDir) =>
        new Registry({
          configDir,
          watcher,
          processTable,
          clock,
          onEntry: (file, entry) => {
            if (entry !== null) this.#startUps.forEach((each) => each.began(entry.process.pid, entry.entry.sessionId));
            const made = this.live.setEntry(`${configDir}/${file}`, entry);
            if (made === null) return;
            if (this.#early === null) void this.#join(made);
            else this.#made.push(made);
          },
        }),
    );
  }

  /** Registry first, then the hooks' word, then the transcripts': each can then be tied to what came before. */
  async start(): Promise<void> {
    const { hooks, clock, tickMs = TICK_MS } = this.#options;
    this.#unsubscribe = hooks.subscribe('claude', (event) => this.#takeHook(event));
    await Promise.all(this.#registries.map((registry) => registry.scan()));
    const stored = hooks.since('claude', clock() - REPLAY_MS);
    await Promise.all(stored.map((event) => this.live.get(event.sessionId)?.takeHook(event, { replayed: true })));
    await Promise.all(this.#made.map((session) => this.#join(session)));
    this.#startOver(stored);
    this.#timer = setInterval(() => void this.#tick(), tickMs);
    this.#timer.unref();
    await Promise.all(this.#startUps.map((each) => each.scan()));
    void this.#describePast();
  }

  /** Whether this is a process that has no session yet. */
  isStarting(id: string): boolean {
    return this.#startUps.some((each) => each.has(id));
  }

  async reconcile(): Promise<void> {
    await Promise.all([...this.#registries, ...this.#startUps].map((source) => source.scan()));
    await this.#tick();
    for (const session of this.live.all()) await session.followTranscript();
  }

  health(): readonly SourceHealth[] {
    const at = this.#options.clock();
    const hooks: SourceHealth =
      this.#lastHookAt === null
        ? { name: 'claude hooks', state: 'absent', detail: 'no event seen yet', next: 'amc hooks install', at }
        : { name: 'claude hooks', state: 'ok', detail: `last event ${new Date(this.#lastHookAt).toISOString()}`, at };
    return [...this.#registries.map((registry) => registry.health()), hooks];
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    if (this.#timer !== null) clearInterval(this.#timer);
    for (const source of [...this.#registries, ...this.#startUps]) source.stop();
    this.live.stop();
  }

  #takeHook(event: HookEvent): void {
    this.#lastHookAt = Math.max(this.#lastHookAt ?? 0, event.at);
    // A hook waits only a moment to be taken up, and this event may have to wait for others.
    if (isAsking(event)) void this.#options.relay.waiting(event.name).catch(() => false);
    if (this.#early === null) void this.live.takeHook(event);
    else this.#early.push(event);
  }

  /** The first look is over: what was held back is told, and what came meanwhile is taken. */
  #startOver(stored: readonly HookEvent[]): void {
    const known = new Set(stored.map(({ name, at }) => `${name} ${at}`));
    this.#lastHookAt = stored.reduce<number | null>((last, { at }) => Math.max(last ?? 0, at), this.#lastHookAt);
    this.#filter.release();
    const early = this.#early ?? [];
    this.#early = null;
    for (const event of early) if (!known.has(`${event.name} ${event.at}`)) void this.live.takeHook(event);
  }

  /** Reads what there is of a session that just became known. */
  async #join(session: LiveSession): Promise<void> {
    await session.followTranscript();
    await session.settleStart();
    const { transcriptPath } = session;
    if (transcriptPath === null || this.#stopped) return;
    const sketch = await sketchTranscript(this.#options.pages, transcriptPath);
    if (!this.#stopped) session.takeSketch(sketch);
  }

  /** Looks after what no event tells; a slow look is not overtaken by the next. */
  #tick(): Promise<void> {
    this.#ticking ??= this.#look().finally(() => {
      this.#ticking = null;
    });
    return this.#ticking;
  }

  async #look(): Promise<void> {
    for (const source of [...this.#registries, ...this.#startUps]) await source.checkProcesses();
    await this.live.tick();
  }

  /** Sessions that ended, newest first; a few files at a time, after everything that runs has been told. */
  async #describePast(): Promise<void> {
    const { configDirs, clock, history = HISTORY } = this.#options;
    const since = clock() - history.withinMs;
    const past = await recentTranscripts({ configDirs, since, limit: history.limit, isOver: () => this.#stopped });
    const queue = past.values();
    const read = async () => {
      for (const transcript of queue) await this.#describeOne(transcript).catch(() => undefined);
    };
    await Promise.all(Array.from({ length: READERS }, read));
  }

  async #describeOne({ sessionId, path, mtimeMs }: PastTranscript): Promise<void> {
    if (this.#stopped || this.live.get(sessionId) !== undefined) return;
    const { facts, said, lastAt, hasConversation } = await sketchTranscript(this.#options.pages, path);
    if (this.#stopped || !hasConversation || this.live.get(sessionId) !== undefined) return;
    const told = {
      session: { agent: 'claude', id: sessionId },
      source: 'transcript',
      at: lastAt ?? Math.round(mtimeMs),
    } as const;
    this.#filter.put({ ...told, type: 'described', facts });
    if (said !== null) this.#filter.put({ ...told, type: 'said', preview: said });
    this.#filter.put({ ...told, type: 'activity', activity: 'ended', detail: 'transcript: no process runs it' });
  }
}
