import type { AuditPage } from '../contract/audit.ts';
import type { Action, Actor, Command, NewCommand } from '../contract/command.ts';
import type { ConversationPage } from '../contract/conversation.ts';
import { UserError } from '../contract/errors.ts';
import type { Evidence } from '../contract/evidence.ts';
import type { Health, SourceHealth } from '../contract/health.ts';
import type { Session } from '../contract/session.ts';
import type { Observation } from '../core/observation.ts';
import type { SessionEvent } from '../core/session-event.ts';
import type { SessionState } from '../core/state.ts';
import type { Attachments, NewAttachment } from '../ports/attachments.ts';
import type { Clock } from '../ports/clock.ts';
import type { HookTraces } from '../ports/hook-traces.ts';
import type { PageReader } from '../ports/log-reader.ts';
import type { AuditQuery, StateStore } from '../ports/state-store.ts';
import type { TranscriptIndex } from '../ports/transcript-index.ts';
import type { Adapters } from './adapters.ts';
import type { CompatQueries, ConversationQuery, MissionControl, Screens, SettingsBook, SetupGuide } from './api.ts';
import { Board } from './board.ts';
import { Commands } from './commands.ts';
import type { Subject } from './commands/command-book.ts';
import { Feed } from './feed.ts';
import { createHandover } from './handover.ts';
import { notThereYet } from './not-there-yet.ts';
import { HistoryService } from './history/history.ts';
import { IndexHints } from './history/index-hints.ts';
import type { PaneLocator } from './pane-locator.ts';
import { Panes } from './panes.ts';
import { answerFault, subjectOf } from './request-state.ts';
import { ScreenWatch } from './screen-watch.ts';
import { Sources } from './sources.ts';
import type { Typist } from './typist.ts';
import { contextOf, titleOf } from './view.ts';
import { Views } from './views.ts';

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
  attachments: Attachments;
  compat: CompatQueries;
  /** Health of everything that is no agent: spool, multiplexers. */
  otherSources: () => readonly SourceHealth[];
  /** Told what could not be written down. */
  onProblem: (problem: { code: string; message: string }) => void;
}

/** AMC as the server and the CLI see it: observations in, views and changes out, commands down. */
export class Mission implements MissionControl {
  readonly feed: Feed;
  readonly history: HistoryService;
  readonly compat: CompatQueries;
  readonly #options: MissionOptions;
  readonly #board: Board;
  readonly #commands: Commands;
  readonly #panes: Panes;
  readonly #views: Views;
  readonly #screens: ScreenWatch;
  readonly #sources: Sources;
  readonly #dismissed: Map<string, number>;
  readonly #hints: IndexHints;
  readonly #startedAt: number;
  readonly #unfollowIndex: () => void;

  constructor(options: MissionOptions) {
    const { clock, store, adapters, index, pages, traces, locator } = options;
    this.#options = options;
    this.compat = options.compat;
    this.#startedAt = clock();
    this.#dismissed = new Map(store.dismissed());
    const stateOf = (key: string): SessionState | null => this.#board.get(key);
    this.feed = new Feed({ epoch: options.epoch, snapshot: () => this.#snapshot() });
    this.#sources = new Sources({ agents: adapters.agents, others: options.otherSources, feed: this.feed });
    this.#panes = new Panes({ locator, stateOf, changed: (key) => this.#touched(key) });
    this.#views = new Views({
      agents: adapters.agents,
      panes: this.#panes,
      stateOf,
      dismissedAt: (key) => this.#dismissed.get(key),
      feed: this.feed,
    });
    this.history = new HistoryService({ index, adapters, pages, clock, traces, board: (key) => this.#views.peek(key) });
    this.#hints = new IndexHints({
      transcriptOf: async (ref) => (await adapters.agents.get(ref.agent)?.transcriptOf(ref)) ?? null,
      hint: (path) => index.hint(path),
    });
    this.#unfollowIndex = index.onProgress((progress) => this.feed.publish({ type: 'index', progress }));
    this.#board = new Board({
      changed: (state, events) => this.#sessionChanged(state, events),
      removed: (key) => this.#sessionRemoved(key),
    });
    this.#commands = this.#newCommands(stateOf);
    this.#screens = new ScreenWatch({
      clock,
      locator,
      planners: adapters.planners,
      stateOf,
      hasPane: (key) => {
        const pane = this.#panes.get(key);
        return pane !== null && 'terminal' in pane;
      },
      asksOnScreen: (state) => adapters.agents.get(state.ref.agent)?.asksOnScreen?.(contextOf(state)) === true,
      isTyping: (key) => this.#commands.isHandingOver(key),
      isAnswering: (key, requestId) => this.#commands.isAnswering(key, requestId),
      observe: (observation) => this.observe(observation),
    });
  }

  /** The sink of every adapter. */
  observe(observation: Observation): void {
    this.#board.observe(observation);
    this.#commands.observe(observation);
    if (observation.type === 'conversation_changed') this.#hints.changed(observation.session);
  }

  sessions(): readonly Session[] {
    return this.#views.all();
  }

  session(key: string): Session | null {
    return this.#views.get(key) ?? this.history.endedSession(key);
  }

  conversation(key: string, query: ConversationQuery): Promise<ConversationPage> {
    return this.history.conversation(key, query);
  }

  submit(command: NewCommand, actor: Actor): Command {
    return this.#commands.submit(command, actor);
  }

  cancel(id: string, actor: Actor): Command {
    return this.#commands.cancel(id, actor);
  }

  settled(id: string, waitMs: number): Promise<Command> {
    return this.#commands.settled(id, waitMs);
  }

  audit(query: AuditQuery): AuditPage {
    return this.#options.store.audit(query);
  }

  keepAttachment(file: NewAttachment): Promise<{ path: string; bytes: number }> {
    return this.#options.attachments.keep(file);
  }

  reveal(key: string): Promise<{ shown: boolean; note: string }> {
    return this.#panes.reveal(this.#known(key));
  }

  dismiss(key: string): void {
    const { key: known } = this.#known(key);
    const at = this.#options.clock();
    this.#options.store.setDismissed(known, at);
    this.#dismissed.set(known, at);
    this.#views.changed(known);
  }

  mark(): void {
    notThereYet('marks');
  }

  completions(): never {
    return notThereYet('completions');
  }

  readonly screens: Screens = { follow: () => notThereYet('screens'), type: () => notThereYet('screens') };
  readonly settings: SettingsBook = {
    get: () => notThereYet('settings'),
    save: () => notThereYet('settings'),
    testTarget: () => notThereYet('settings'),
  };
  readonly setup: SetupGuide = { look: () => notThereYet('setup'), changeHooks: () => notThereYet('setup') };

  stateHash(): { hash: string; id: string } {
    return notThereYet('stateHash');
  }

  health(): Health {
    const { version, pid, dataDir } = this.#options;
    return { version, pid, dataDir, startedAt: this.#startedAt, sources: this.#sources.all() };
  }

  /** The agents' ids of all sessions, hidden ones too. */
  knownIds(): ReadonlySet<string> {
    return new Set([...this.#board.all()].map(({ ref }) => ref.id));
  }

  /** Looks for the panes of all sessions that run; called now and then, and before that at each new process. */
  async locatePanes(): Promise<void> {
    const running = [...this.#board.all()].filter(({ process }) => process.known === 'running');
    for (const { key } of running) await this.#panes.locate(key);
  }

  /** Tells how the sources stand, when that has changed. */
  tellSources(): void {
    this.#sources.tell();
  }

  dispose(): void {
    this.#unfollowIndex();
    this.#hints.dispose();
    this.#screens.dispose();
    this.#views.dispose();
    this.#commands.dispose();
  }

  #newCommands(stateOf: (key: string) => SessionState | null): Commands {
    const { clock, newId, store, adapters, typist, attachments, onProblem } = this.#options;
    return new Commands({
      clock,
      newId,
      store,
      check: (command) => this.#check(command),
      handOver: createHandover({ stateOf, agents: adapters.agents, typist, attachments, shown: this.#shown }),
      statusOf: (key) => stateOf(key)?.status ?? null,
      describe: (key, action) => describe(stateOf(key), action),
      changed: (command) => this.feed.publish({ type: 'command', command }),
      unwritten: (error) => onProblem({ code: 'command_not_written', message: String(error) }),
    });
  }

  /** Claude Code writes its mode down with the next prompt: until then the screen is what is known. */
  readonly #shown = ({ ref }: SessionState, action: Action, { source, at }: Evidence): void => {
    if (action.type !== 'mode') return;
    this.observe({ type: 'described', session: ref, source, at, facts: { mode: action.mode } });
  };

  #sessionChanged(state: SessionState, events: readonly SessionEvent[]): void {
    for (const event of events) {
      if (event.type === 'process_found') void this.#panes.locate(state.key);
      if (event.type === 'process_lost') this.#panes.forget(state.key);
    }
    this.#touched(state.key);
  }

  #touched(key: string): void {
    this.#views.changed(key);
    this.#screens.consider(key);
    this.#commands.sessionChanged(key);
  }

  #sessionRemoved(key: string): void {
    this.#panes.forget(key);
    this.#screens.consider(key);
    this.#views.removed(key);
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
    const fault = answerFault(this.#known(sessionKey), action);
    if (fault !== null) throw new UserError(fault);
  }

  #snapshot(): ReturnType<ConstructorParameters<typeof Feed>[0]['snapshot']> {
    return {
      type: 'snapshot',
      serverTime: this.#options.clock(),
      sessions: [...this.sessions()],
      commands: [...this.#commands.recent(SNAPSHOT_COMMANDS)],
      sources: this.#sources.all(),
      index: this.history.progress(),
    };
  }
}

/** What the audit log says of it beside the action. */
function describe(state: SessionState | null, action: Action): Subject {
  return state === null ? {} : { title: titleOf(state), about: subjectOf(state, action) };
}
