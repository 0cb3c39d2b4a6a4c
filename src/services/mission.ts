import type { Command, NewCommand } from '../contract/command.ts';
import type { ConversationPage } from '../contract/conversation.ts';
import { UserError } from '../contract/errors.ts';
import type { Health, SourceHealth } from '../contract/health.ts';
import type { PaneView, Session } from '../contract/session.ts';
import type { Observation } from '../core/observation.ts';
import type { SessionEvent } from '../core/session.ts';
import type { SessionState } from '../core/state.ts';
import type { Handover } from '../ports/agent.ts';
import type { Clock } from '../ports/clock.ts';
import type { HookTraces } from '../ports/hook-traces.ts';
import type { PageReader } from '../ports/log-reader.ts';
import type { StateStore } from '../ports/state-store.ts';
import type { TranscriptIndex } from '../ports/transcript-index.ts';
import type { Adapters } from './adapters.ts';
import type { CompatQueries, ConversationQuery, MissionControl } from './api.ts';
import { Board } from './board.ts';
import { Commands } from './commands.ts';
import { Coalescer } from './coalescer.ts';
import { Feed } from './feed.ts';
import { HistoryService } from './history/history.ts';
import { IndexHints } from './history/index-hints.ts';
import { inOrderOfNeed } from './order.ts';
import type { PaneLocator } from './pane-locator.ts';
import type { Typist } from './typist.ts';
import { contextOf, viewOf } from './view.ts';

const SNAPSHOT_COMMANDS = 200;

export interface MissionOptions {
  clock: Clock;
  newId: () => string;
  epoch: string;
  version: string;
  pid: number;
  dataDir: string;
  store: StateStore;
  adapters: Adapters;
  index: TranscriptIndex;
  pages: PageReader;
  traces: HookTraces;
  locator: PaneLocator;
  typist: Typist;
  compat: CompatQueries;
  /** Health of everything that is no agent: spool, multiplexers. */
  otherSources: () => readonly SourceHealth[];
}

/** AMC as the server and the CLI see it: observations in, views and changes out, commands down. */
export class Mission implements MissionControl {
  readonly feed: Feed;
  readonly history: HistoryService;
  readonly compat: CompatQueries;
  readonly #options: MissionOptions;
  readonly #board: Board;
  readonly #commands: Commands;
  readonly #panes = new Map<string, PaneView | { reason: string }>();
  readonly #views = new Map<string, Session>();
  readonly #dismissed: Map<string, number>;
  readonly #flush: Coalescer;
  readonly #hints: IndexHints;
  readonly #startedAt: number;
  readonly #unfollowIndex: () => void;
  #sources = '';

  constructor(options: MissionOptions) {
    this.#options = options;
    this.compat = options.compat;
    this.#startedAt = options.clock();
    this.#dismissed = new Map(options.store.dismissed());
    this.feed = new Feed({ epoch: options.epoch, snapshot: () => this.#snapshot() });
    this.#flush = new Coalescer((keys) => keys.forEach((key) => this.#publish(key)));
    const { index, adapters, pages, clock, traces } = options;
    this.history = new HistoryService({
      index,
      adapters,
      pages,
      clock,
      traces,
      board: (key) => this.#onBoard(key),
    });
    this.#hints = new IndexHints({
      transcriptOf: async (ref) => (await adapters.agents.get(ref.agent)?.transcriptOf(ref)) ?? null,
      hint: (path) => index.hint(path),
    });
    this.#unfollowIndex = index.onProgress((progress) => this.feed.publish({ type: 'index', progress }));
    this.#board = new Board({
      changed: (state, events) => this.#sessionChanged(state, events),
      removed: (key) => this.#sessionRemoved(key),
    });
    this.#commands = new Commands({
      clock: options.clock,
      newId: options.newId,
      store: options.store,
      check: (command) => this.#check(command),
      handOver: (command) => this.#handOver(command),
      changed: (command) => this.feed.publish({ type: 'command', command }),
    });
  }

  /** The sink of every adapter. */
  observe(observation: Observation): void {
    this.#board.observe(observation);
    this.#commands.observe(observation);
    if (observation.type === 'conversation_changed') this.#hints.changed(observation.session);
  }

  sessions(): readonly Session[] {
    this.#flush.now();
    return [...this.#views.values()].sort(inOrderOfNeed);
  }

  session(key: string): Session | null {
    this.#flush.now();
    return this.#onBoard(key) ?? this.history.endedSession(key);
  }

  conversation(key: string, query: ConversationQuery): Promise<ConversationPage> {
    return this.history.conversation(key, query);
  }

  submit(command: NewCommand): Command {
    return this.#commands.submit(command);
  }

  settled(id: string, waitMs: number): Promise<Command> {
    return this.#commands.settled(id, waitMs);
  }

  dismiss(key: string): void {
    const { key: known } = this.#known(key);
    const at = this.#options.clock();
    this.#options.store.setDismissed(known, at);
    this.#dismissed.set(known, at);
    this.#flush.mark(known);
  }

  health(): Health {
    const { version, pid, dataDir } = this.#options;
    return { version, pid, dataDir, startedAt: this.#startedAt, sources: [...this.#allSources()] };
  }

  /** The agents' ids of all sessions, hidden ones too. */
  knownIds(): ReadonlySet<string> {
    return new Set([...this.#board.all()].map(({ ref }) => ref.id));
  }

  /** Looks for the panes of all sessions that run; called now and then, and before that at each new process. */
  async locatePanes(): Promise<void> {
    const running = [...this.#board.all()].filter(({ process }) => process.known === 'running');
    for (const { key } of running) await this.#locate(key);
  }

  /** Tells how the sources stand, when that has changed. */
  tellSources(): void {
    const sources = this.#allSources();
    const seen = JSON.stringify(sources.map(({ name, state, detail }) => [name, state, detail]));
    if (seen === this.#sources) return;
    this.#sources = seen;
    this.feed.publish({ type: 'sources', sources: [...sources] });
  }

  dispose(): void {
    this.#unfollowIndex();
    this.#hints.dispose();
    this.#flush.dispose();
    this.#commands.dispose();
  }

  #sessionChanged(state: SessionState, events: readonly SessionEvent[]): void {
    this.#flush.mark(state.key);
    for (const event of events) {
      if (event.type === 'process_found') void this.#locate(state.key);
      if (event.type === 'process_lost') this.#panes.delete(state.key);
    }
  }

  #sessionRemoved(key: string): void {
    this.#panes.delete(key);
    if (this.#views.delete(key)) this.feed.publish({ type: 'session_removed', key: key as Session['key'] });
  }

  /** Makes the view anew and tells it only when it differs from the last one told. */
  #publish(key: string): void {
    const state = this.#board.get(key);
    if (state === null) return;
    if (this.#isHidden(state)) {
      if (this.#views.delete(key)) this.feed.publish({ type: 'session_removed', key: state.key });
      return;
    }
    const view = this.#viewOf(state);
    const before = this.#views.get(key);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(view)) return;
    this.#views.set(key, view);
    this.feed.publish({ type: 'session', session: view });
  }

  /** As it was told, or anew for one that is hidden: it is there all the same. */
  #onBoard(key: string): Session | null {
    const told = this.#views.get(key);
    if (told !== undefined) return told;
    const state = this.#board.get(key);
    return state === null ? null : this.#viewOf(state);
  }

  #viewOf(state: SessionState): Session {
    const adapter = this.#options.adapters.agents.get(state.ref.agent);
    return viewOf({ state, adapter, pane: this.#panes.get(state.key) ?? null });
  }

  #isHidden(state: SessionState): boolean {
    const at = this.#dismissed.get(state.key);
    return at !== undefined && state.lastActivityAt <= at;
  }

  async #locate(key: string): Promise<void> {
    const process = this.#board.get(key)?.process;
    if (process?.known !== 'running') return;
    const located = await this.#options.locator.locate(process.process);
    if (this.#board.get(key)?.process !== process) return;
    this.#panes.set(key, located.found ? paneView(located.pane) : { reason: located.reason });
    this.#flush.mark(key);
  }

  #known(key: string): SessionState {
    const state = this.#board.get(key);
    if (state !== null) return state;
    throw new UserError({
      code: 'session_unknown',
      message: `There is no session ${key}.`,
      next: 'It may have ended long ago; `amc ls` shows what there is.',
    });
  }

  #check({ sessionKey, action }: NewCommand): void {
    const state = this.#known(sessionKey);
    if (!('requestId' in action)) return;
    if (state.requests.some(({ request }) => request.id === action.requestId)) return;
    const closed = state.closedRequests.includes(action.requestId);
    throw new UserError({
      code: closed ? 'request_closed' : 'request_unknown',
      message: closed
        ? 'It was answered or withdrawn before.'
        : `There is no request ${action.requestId} in this session.`,
      next: 'Look at the session as it is now.',
    });
  }

  async #handOver(command: Command): Promise<Handover> {
    const state = this.#board.get(command.sessionKey);
    const adapter = state === null ? undefined : this.#options.adapters.agents.get(state.ref.agent);
    if (state === null || adapter === undefined) {
      return { state: 'refused', reason: { code: 'session_unknown', message: 'The session is not there any more.' } };
    }
    const { action } = command;
    const context = contextOf(state);
    const target =
      'requestId' in action ? { type: 'request' as const, requestId: action.requestId } : { type: action.type };
    const path = adapter.path(context, target);
    switch (path.channel) {
      case 'structured':
        return adapter.deliver(context, action, AbortSignal.timeout(10_000));
      case 'none':
        return { state: 'refused', reason: { code: 'no_channel', message: `Nothing was sent: ${path.reason}.` } };
      case 'keystrokes':
        return 'requestId' in action
          ? { state: 'refused', reason: { code: 'no_channel', message: 'This can only be answered in the terminal.' } }
          : this.#type(state, context.process, action);
    }
  }

  async #type(
    state: SessionState,
    process: Parameters<Typist['type']>[1],
    action: Parameters<Typist['type']>[2],
  ): Promise<Handover> {
    const dialog = state.requests.find(({ request }) => request.kind !== 'prose_question' && request.kind !== 'error');
    if (action.type === 'prompt' && dialog !== undefined) {
      return {
        state: 'refused',
        reason: {
          code: 'dialog_open',
          message: `Nothing was typed: it waits for an answer (${dialog.request.kind}), and the text would go into that dialog.`,
          next: 'Answer the request first.',
        },
      };
    }
    return this.#options.typist.type(state.ref.agent, process, action);
  }

  #snapshot(): ReturnType<ConstructorParameters<typeof Feed>[0]['snapshot']> {
    return {
      type: 'snapshot',
      serverTime: this.#options.clock(),
      sessions: [...this.sessions()],
      commands: [...this.#commands.recent(SNAPSHOT_COMMANDS)],
      sources: [...this.#allSources()],
      index: this.history.progress(),
    };
  }

  #allSources(): readonly SourceHealth[] {
    const agents = [...this.#options.adapters.agents.values()].flatMap((adapter) => adapter.health());
    return [...agents, ...this.#options.otherSources()];
  }
}

function paneView(pane: {
  ref: { terminal: PaneView['terminal']; session: string; pane: string };
  label: string;
}): PaneView {
  return { terminal: pane.ref.terminal, session: pane.ref.session, pane: pane.ref.pane, label: pane.label };
}
