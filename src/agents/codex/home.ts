import { basename, join } from 'node:path';
import type { Action } from '../../contract/command.ts';
import type { SourceHealth } from '../../contract/health.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FolderWatch, FolderWatcher, LogTailer, PageReader } from '../../ports/log-reader.ts';
import type { ProcessTable } from '../../ports/process-table.ts';
import type { SkillSource } from './completions.ts';
import type { Settings } from './modes.ts';
import { renamed, titled, twins } from './name-news.ts';
import { ThreadNames } from './names.ts';
import type { News } from './observe.ts';
import type { Owner } from './process/owners.ts';
import { LOCKS } from './process/scan.ts';
import { ProcessTeller } from './process/teller.ts';
import { ProcessWatch } from './process/watch.ts';
import { changedAt, dayFolder, findRollouts, newestRollouts, threadOf } from './rollout/files.ts';
import { RolloutFollower } from './rollout/follower.ts';
import { CONSIDERED_MS } from './rollout/verdict.ts';
import { ServerLink } from './app-server/link.ts';
import type { Delivery } from './app-server/deliver.ts';
import { listModels, type ModelChoice } from './app-server/models.ts';
import type { RpcConnection } from './app-server/rpc.ts';
import type { ServerThread } from './app-server/thread.ts';
import { ThreadBook } from './app-server/thread-book.ts';
import type { Track } from './track.ts';

export interface CodexHomeOptions {
  codexHome: string;
  clock: Clock;
  processTable: ProcessTable;
  watcher: FolderWatcher;
  tailer: LogTailer;
  pages: PageReader;
  tell: (threadId: string, news: News) => void;
}

interface FoundRollout {
  path: string;
  continues: boolean;
  others: readonly string[];
}

/** Folders by day that can hold a session nobody else tells of. */
const DAYS = 3;
/** Everything that pings within this time is one look. */
const PING_MS = 100;
/** How soon a file that was old is looked at again: its thread would have to be taken up without anybody telling. */
const OLD_FILE_MS = 60_000;
/** What the server has loaded is told by itself; this is for what was missed. */
const RESYNC_MS = 60_000;

/** Everything AMC watches of one CODEX_HOME: its server, its processes, its rollouts. */
export class CodexHome {
  readonly path: string;
  readonly #options: CodexHomeOptions;
  readonly #link: ServerLink;
  readonly #book: ThreadBook;
  readonly #processes: ProcessWatch;
  readonly #teller: ProcessTeller;
  readonly #tracks = new Map<string, Track>();
  readonly #subagents = new Set<string>();
  #names: ThreadNames | null = null;
  #models: readonly ModelChoice[] = [];
  #locks: FolderWatch | null = null;
  #today: { folder: string; watch: FolderWatch } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();
  #resyncedAt = 0;
  /** Rollouts that were too old, and when that was seen. */
  #oldFiles: ReadonlyMap<string, number> = new Map();
  #disposed = false;

  constructor(options: CodexHomeOptions) {
    const { codexHome, clock, watcher, processTable } = options;
    this.path = codexHome;
    this.#options = options;
    this.#processes = new ProcessWatch({ processTable, codexHome });
    this.#teller = new ProcessTeller({
      clock,
      processes: this.#processes,
      isServed: (threadId) => this.served(threadId) !== null,
      tell: options.tell,
    });
    this.#book = new ThreadBook({
      clock,
      tellOf: (threadId) => (news) => options.tell(threadId, news),
      changed: () => this.#ping(),
      malformed: (reason) => this.#link.malformed(reason),
    });
    this.#link = new ServerLink({
      codexHome,
      clock,
      watcher,
      handlers: {
        connected: (rpc, about) => this.#connected(rpc, about),
        lost: () => this.#book.detach(),
        notified: (notification) => this.#book.notified(notification),
        asked: (request) => this.#book.asked(request),
      },
    });
  }

  async start(): Promise<void> {
    const { codexHome, watcher, tailer } = this.#options;
    this.#names = new ThreadNames({ codexHome, tailer, named: (...news) => this.#named(...news) });
    this.#locks = watcher.watch(join(codexHome, LOCKS), () => this.#ping());
    this.#watchToday();
    await Promise.all([this.#link.start(), this.#names.settle()]);
    this.#resyncedAt = this.#options.clock();
    await this.#look({ fresh: true });
  }

  /** For what the watchers missed; cheap while nothing happens. */
  async reconcile(): Promise<void> {
    this.#locks?.recheck();
    this.#watchToday();
    await this.#link.look();
    const now = this.#options.clock();
    if (now - this.#resyncedAt >= RESYNC_MS) {
      this.#resyncedAt = now;
      await this.#book.resync();
    }
    await this.#look({ fresh: false });
    await Promise.all([...this.#tracks.values()].map(({ follower }) => follower?.settle()));
  }

  /** Whether anything here is known of the thread. */
  knows(threadId: string): boolean {
    return this.#tracks.has(threadId) || this.#book.find(threadId) !== null;
  }

  /** The thread and the connection to its server; null when no server runs it, or none can be reached. */
  served(threadId: string): { thread: ServerThread; rpc: RpcConnection } | null {
    const thread = this.#book.find(threadId);
    const { rpc } = this.#link;
    return thread === null || rpc === null ? null : { thread, rpc };
  }

  /** Where its skills are told. */
  get skillSource(): SkillSource {
    return { codexHome: this.path, rpc: this.#link.rpc };
  }

  /** What its server offers to choose from; empty while that is not known. */
  get models(): readonly ModelChoice[] {
    return this.#models;
  }

  /** The thread's settings as they were said last, by its server or by its record. */
  settings(threadId: string): Settings | null {
    const told = [this.#book.find(threadId)?.settings, this.#tracks.get(threadId)?.follower?.settings];
    const [newest] = told.filter((one) => one !== undefined).sort((a, b) => b.at - a.at);
    return newest?.known ?? null;
  }

  /** All that is needed to hand an action to the server that runs the thread; null when none can be reached. */
  handing(threadId: string, action: Action, signal: AbortSignal): Delivery | null {
    const served = this.served(threadId);
    if (served === null) return null;
    const { thread, rpc } = served;
    const asking = ('requestId' in action ? this.asking(threadId, action.requestId) : null) ?? thread;
    const word = this.#tracks.get(threadId)?.follower?.lastWord ?? null;
    const planId = word?.planId ?? null;
    return {
      rpc,
      thread,
      asking,
      models: this.#models,
      listen: () => this.#book.listen(thread),
      now: this.#options.clock,
      plan: word === null || planId === null ? null : { id: planId, answered: (text) => word.answered(text) },
      action,
      signal,
    };
  }

  /** Which thread of a conversation asks this: itself, or a subagent of it. */
  asking(threadId: string, requestId: string): ServerThread | null {
    return this.#book.asking(threadId, requestId);
  }

  /** Whether this is the plan that waits for a word. */
  plans(threadId: string, requestId: string): boolean {
    return this.#tracks.get(threadId)?.follower?.lastWord.planId === requestId;
  }

  /** A server had it loaded, and the connection is gone. */
  isCutOff(threadId: string): boolean {
    return this.#book.find(threadId) !== null && this.#link.rpc === null;
  }

  owner(threadId: string): Owner | null {
    return this.#processes.now.owners.get(threadId) ?? null;
  }

  /** The file that holds its record now, and those that claim the same; null when there is none. */
  async rollout(threadId: string): Promise<FoundRollout | null> {
    const [newest, ...others] = await findRollouts({ codexHome: this.path, threadId });
    if (newest === undefined) return null;
    const { path, continues } = newest;
    const twins = continues ? [] : others.filter((other) => !other.continues);
    return { path, continues, others: twins.map((other) => other.path) };
  }

  health(): SourceHealth {
    return this.#link.health();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#locks?.stop();
    this.#today?.watch.stop();
    this.#names?.stop();
    this.#link.dispose();
    this.#book.dispose();
    await this.#looking.catch(() => undefined);
    for (const { follower } of this.#tracks.values()) follower?.stop();
  }

  async #connected(rpc: RpcConnection, about: { serverVersion: string | null }): Promise<void> {
    void listModels(rpc).then((models) => {
      if (models.length > 0) this.#models = models;
    });
    await this.#book.attach(rpc, about);
  }

  /** New rollouts appear in the folder of the day. */
  #watchToday(): void {
    const folder = dayFolder(this.path, this.#options.clock());
    if (this.#today?.folder === folder) return this.#today.watch.recheck();
    this.#today?.watch.stop();
    const watch = this.#options.watcher.watch(folder, (name) => {
      const threadId = name === null ? null : threadOf(name);
      const followed = threadId === null ? null : (this.#tracks.get(threadId)?.follower ?? null);
      // Rollouts that are followed ping for themselves.
      if (followed === null || basename(followed.path) !== name) this.#ping();
    });
    this.#today = { folder, watch };
  }

  #ping(): void {
    if (this.#disposed || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#look({ fresh: true });
    }, PING_MS);
    this.#timer.unref();
  }

  /** One look at a time, in order. */
  #look(how: { fresh: boolean }): Promise<void> {
    this.#looking = this.#looking.catch(() => undefined).then(() => this.#lookNow(how));
    return this.#looking;
  }

  async #lookNow({ fresh }: { fresh: boolean }): Promise<void> {
    if (this.#disposed) return;
    const loaded = this.#link.rpc === null ? [] : this.#book.threads.map(({ id, cwd }) => ({ id, cwd }));
    const { owners } = await this.#processes.look({ loaded, fresh });
    this.#abandonOrphans();
    for (const { id } of this.#book.threads) this.#track(id);
    for (const [id, owner] of owners) if (owner.runs) this.#track(id);
    await this.#findRecent();
    await Promise.all([...this.#tracks.values()].map((track) => this.#update(track)));
  }

  /** The server went without a word, nobody reconnects to a new one: nothing will ever tell of its threads again. */
  #abandonOrphans(): void {
    const { holders, terminals, complete } = this.#processes.now;
    if (this.#link.rpc !== null || !complete || terminals > 0) return;
    for (const { id } of this.#book.threads) if (!holders.has(id)) this.#book.abandon(id);
  }

  /** Threads that only their rollout tells of. */
  async #findRecent(): Promise<void> {
    const now = this.#options.clock();
    const files = await newestRollouts({ codexHome: this.path, days: DAYS });
    const old = new Map<string, number>();
    for (const { threadId, path, continues } of files) {
      if (continues) this.#goOnIn(path, threadId);
      if (this.#tracks.has(threadId) || this.#subagents.has(threadId)) continue;
      const lookedAt = this.#oldFiles.get(path) ?? 0;
      if (now - lookedAt < OLD_FILE_MS) {
        old.set(path, lookedAt);
        continue;
      }
      const at = await changedAt(path);
      if (at !== null && now - at < CONSIDERED_MS) this.#track(threadId);
      else old.set(path, now);
    }
    this.#oldFiles = old;
  }

  /** A thread that was taken back to an earlier point goes on in a new file. Names begin with their time. */
  #goOnIn(path: string, threadId: string): void {
    const track = this.#tracks.get(threadId);
    if (track?.follower == null || basename(path) <= basename(track.follower.path)) return;
    track.follower.stop();
    track.follower = null;
  }

  #track(threadId: string): void {
    if (this.#tracks.has(threadId) || this.#subagents.has(threadId)) return;
    this.#tracks.set(threadId, { threadId, follower: null, opening: null, process: undefined });
    const name = this.#names?.nameOf(threadId) ?? null;
    if (name !== null) this.#options.tell(threadId, titled(name, this.#options.clock()));
  }

  async #update(track: Track): Promise<void> {
    track.opening ??= this.#openRollout(track).finally(() => (track.opening = null));
    await track.opening;
    if (this.#disposed || !this.#tracks.has(track.threadId)) return;
    await this.#teller.tellProcess(track);
    if (track.follower === null && this.#book.find(track.threadId) === null) this.#teller.tellEmpty(track);
    await track.follower?.reconsider();
    await this.#forgetWhenOver(track);
  }

  async #openRollout(track: Track): Promise<void> {
    if (track.follower !== null) return;
    const { clock, tailer, pages, tell } = this.#options;
    const { threadId } = track;
    // The server names the file before it is there, and it is waited for; others have to be found.
    const announced = this.#book.find(threadId)?.path ?? null;
    const written = await this.rollout(threadId);
    const found = announced === null || written?.continues ? written : { path: announced, others: [] };
    if (found === null || this.#disposed) return;
    if (found.others.length > 0) tell(threadId, twins(threadId, found.path, found.others, clock()));
    const follower = new RolloutFollower({
      threadId,
      path: found.path,
      clock,
      tailer,
      pages,
      tell: (news) => tell(threadId, news),
      speaks: () => this.#book.find(threadId) === null,
      held: () => this.#held(threadId),
      callOutput: (callId, output) => this.#book.find(threadId)?.asks.callOutput(callId, output),
    });
    track.follower = follower;
    if ((await follower.start()) === 'conversation') return;
    follower.stop();
    this.#tracks.delete(threadId);
    this.#subagents.add(threadId);
  }

  #held(threadId: string): 'yes' | 'no' | 'unknown' {
    const { holders, complete } = this.#processes.now;
    if (holders.has(threadId)) return 'yes';
    return complete ? 'no' : 'unknown';
  }

  async #forgetWhenOver(track: Track): Promise<void> {
    const { threadId, follower } = track;
    if (this.#book.find(threadId) !== null || this.#processes.now.holders.has(threadId)) return;
    const at = follower === null ? null : await changedAt(follower.path);
    if (at !== null && this.#options.clock() - at < CONSIDERED_MS) return;
    follower?.stop();
    this.#tracks.delete(threadId);
  }

  #named(threadId: string, name: string, at: number | null): void {
    if (!this.#tracks.has(threadId)) return;
    const { clock, tell } = this.#options;
    tell(threadId, titled(name, clock()));
    tell(threadId, renamed(name, at ?? clock()));
  }
}
