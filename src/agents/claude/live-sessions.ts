import type { SessionRef } from '../../contract/session.ts';
import type { ObservationSink } from '../../core/observation.ts';
import type { ProcessTable } from '../../ports/process-table.ts';
import type { HookEvent } from '../../ports/state-store.ts';
import { isAsking } from './hook-payload.ts';
import { LiveSession, type LiveSessionOptions } from './live-session.ts';
import type { LiveEntry } from './registry.ts';

export interface LiveSessionsOptions extends Omit<LiveSessionOptions, 'ref'> {
  processTable: ProcessTable;
}

/** Hooks of an old event may speak of a process that is long gone; a fresh one without a process is believed, ms. */
const FRESH_MS = 60_000;

/** All sessions that run: a registry entry makes one, or the hook of a process that has none. */
export class LiveSessions {
  readonly #options: LiveSessionsOptions;
  readonly #sink: ObservationSink;
  readonly #sessions = new Map<string, LiveSession>();
  /** Registry files that are live, by their place. */
  readonly #entries = new Map<string, LiveEntry>();
  /** Events of sessions that are being looked into: they must not overtake each other. */
  readonly #arriving = new Map<string, Promise<void>>();
  /** Which session a process had run before it went on with this one, by this one's id. */
  readonly #before = new Map<string, SessionRef>();
  #stopped = false;

  constructor(options: LiveSessionsOptions) {
    this.#options = options;
    this.#sink = options.sink;
  }

  get(id: string): LiveSession | undefined {
    return this.#sessions.get(id);
  }

  all(): LiveSession[] {
    return [...this.#sessions.values()];
  }

  /** A registry file is live, or no more. Returns the session that it made, if it made one. */
  setEntry(place: string, live: LiveEntry | null): LiveSession | null {
    const before = this.#entries.get(place);
    if (live === null) this.#entries.delete(place);
    else this.#entries.set(place, live);
    if (before !== undefined && before.entry.sessionId !== live?.entry.sessionId) this.#entryLeft(before, live);
    return live === null ? null : this.#entryCame(live);
  }

  /** Takes an event to its session. */
  takeHook(event: HookEvent): Promise<void> {
    const { sessionId } = event;
    const arriving = (this.#arriving.get(sessionId) ?? Promise.resolve()).then(() => this.#arrive(event));
    this.#arriving.set(sessionId, arriving);
    return arriving.finally(() => {
      if (this.#arriving.get(sessionId) === arriving) this.#arriving.delete(sessionId);
    });
  }

  async tick(): Promise<void> {
    for (const session of this.all()) {
      await session.tick();
      if (!session.isRegistered) await this.#checkHookProcess(session);
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const session of this.all()) session.stop();
    this.#sessions.clear();
  }

  #entryCame(live: LiveEntry): LiveSession | null {
    const { sessionId } = live.entry;
    const known = this.#sessions.get(sessionId);
    if (known !== undefined) {
      if (this.#newestEntry(sessionId) === live) known.setEntry(live);
      return null;
    }
    const session = this.#make(sessionId);
    session.setEntry(live);
    return session;
  }

  /** The process ended, or went on with another session (`/clear`, `/resume`). */
  #entryLeft({ entry, process }: LiveEntry, now: LiveEntry | null): void {
    const session = this.#sessions.get(entry.sessionId);
    if (session === undefined) return;
    const other = this.#newestEntry(entry.sessionId);
    if (other !== null) return session.setEntry(other);
    this.#sessions.delete(entry.sessionId);
    if (now === null) return session.end(`registry: pid ${process.pid} is gone`, { closed: true });
    this.#before.set(now.entry.sessionId, session.ref);
    session.end(`registry: pid ${process.pid} went on with another session`, { closed: false });
  }

  /** Two processes may run one session (it was resumed twice): the one that started last counts. */
  #newestEntry(sessionId: string): LiveEntry | null {
    const entries = [...this.#entries.values()].filter(({ entry }) => entry.sessionId === sessionId);
    return entries.toSorted((a, b) => (b.entry.startedAt ?? 0) - (a.entry.startedAt ?? 0))[0] ?? null;
  }

  async #arrive(event: HookEvent): Promise<void> {
    const session = this.#sessions.get(event.sessionId) ?? (await this.#fromHook(event));
    if (session !== null && !this.#stopped) return session.takeHook(event);
    // Nobody will answer for a session that AMC does not know.
    if (isAsking(event)) await this.#options.relay.release(event.name).catch(() => undefined);
    if (event.event !== 'SessionEnd' || this.#stopped) return;
    // Its registry file went first; the event still tells why.
    this.#sink({
      type: 'activity',
      session: { agent: 'claude', id: event.sessionId },
      source: 'hook',
      at: event.at,
      activity: 'ended',
      detail: `hook: SessionEnd (${String(event.payload.reason ?? 'ended')})`,
      eventName: event.event,
    });
  }

  async #fromHook(event: HookEvent): Promise<LiveSession | null> {
    if (event.event === 'SessionEnd') return null;
    const pid = Number(event.env.CLAUDE_PID);
    if (!Number.isInteger(pid) || pid <= 0) {
      return this.#options.clock() - event.at < FRESH_MS ? this.#follow(this.#make(event.sessionId)) : null;
    }
    const info = await this.#options.processTable.get(pid);
    if (info === null) return null;
    const known = this.#sessions.get(event.sessionId);
    if (known !== undefined) return known;
    // A process that the registry knows with another session has moved on since.
    const isTaken = [...this.#entries.values()].some(
      ({ process, entry }) => process.pid === pid && entry.sessionId !== event.sessionId,
    );
    if (isTaken && this.#options.clock() - event.at > FRESH_MS) return null;
    const session = this.#make(event.sessionId);
    session.setHookProcess({ pid, startTime: info.startTime });
    return this.#follow(session);
  }

  #follow(session: LiveSession): LiveSession {
    void session.followTranscript();
    return session;
  }

  async #checkHookProcess(session: LiveSession): Promise<void> {
    const { process } = session;
    if (process === null) return;
    const info = await this.#options.processTable.get(process.pid);
    if (info?.startTime === process.startTime || session.isRegistered) return;
    this.#sessions.delete(session.ref.id);
    session.end(`process ${process.pid} is gone`, { closed: true });
  }

  /** The new conversation's first record says how the old one ended. */
  #cleared({ id }: SessionRef, at: number): void {
    const before = this.#before.get(id);
    if (before === undefined) return;
    const detail = 'transcript: the process went on with a new conversation after /clear';
    this.#sink({ type: 'done', session: before, source: 'transcript', at, action: 'clear', detail });
  }

  #make(id: string): LiveSession {
    const onCleared = (ref: SessionRef, at: number): void => this.#cleared(ref, at);
    const session = new LiveSession({ ...this.#options, ref: { agent: 'claude', id }, onCleared });
    this.#sessions.set(id, session);
    return session;
  }
}
