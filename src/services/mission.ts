import type { AuditPage } from '../contract/audit.ts';
import type { Action, Actor, Command, NewCommand } from '../contract/command.ts';
import type { CompletionReply } from '../contract/completion.ts';
import type { ConversationPage } from '../contract/conversation.ts';
import { UserError } from '../contract/errors.ts';
import type { Evidence } from '../contract/evidence.ts';
import type { MarksChange } from '../contract/marks.ts';
import type { Health, SourceHealth } from '../contract/health.ts';
import type { Session } from '../contract/session.ts';
import type { Observation } from '../core/observation.ts';
import type { SessionEvent } from '../core/session-event.ts';
import { stateHash } from '../core/state-hash.ts';
import type { PriceTable } from '../core/usage/prices.ts';
import type { SessionState } from '../core/state.ts';
import type { Attachments, NewAttachment } from '../ports/attachments.ts';
import type { Clock } from '../ports/clock.ts';
import type { HookTraces } from '../ports/hook-traces.ts';
import type { PageReader } from '../ports/log-reader.ts';
import type { AuditQuery, StateStore } from '../ports/state-store.ts';
import type { Run } from '../ports/subprocess.ts';
import type { TranscriptIndex } from '../ports/transcript-index.ts';
import type { PostToWeb } from '../ports/web-post.ts';
import type { Adapters } from './adapters.ts';
import type { CompatQueries, CompletionQuery, ConversationQuery, MissionControl, SetupGuide } from './api.ts';
import { Board } from './board.ts';
import { Coalescer } from './coalescer.ts';
import { Commands } from './commands.ts';
import { Completions } from './completions.ts';
import type { Subject } from './commands/command-book.ts';
import { Feed } from './feed.ts';
import { createHandover } from './handover.ts';
import { HistoryService } from './history/history.ts';
import { IndexHints } from './history/index-hints.ts';
import { Marks } from './marks.ts';
import { Notifications } from './notifications/notifications.ts';
import type { PaneLocator } from './pane-locator.ts';
import { Panes } from './panes.ts';
import { answerFault, subjectOf } from './request-state.ts';
import { Sayings } from './sayings.ts';
import { ScreenWatch } from './screen-watch.ts';
import { PaneScreens } from './screens.ts';
import { StoredSettings } from './settings.ts';
import { Sources } from './sources.ts';
import { Spending } from './spending.ts';
import type { Typist } from './typist.ts';
import { contextOf, titleOf } from './view.ts';
import { Views } from './views.ts';

const SNAPSHOT_COMMANDS = 200;
/** How full and how dear sessions are is told so often at most, ms; sooner with anything else. */
const VITALS_MS = 1_000;

export interface MissionOptions {
  clock: Clock;
  newId: () => string;
  epoch: string;
  version: string;
  pid: number;
  dataDir: string;
  /** The machine's name; all that AMC sees runs on it. */
  host?: string;
  /** What responses cost. */
  prices?: () => PriceTable | null;
  store: StateStore;
  adapters: Adapters;
  index: TranscriptIndex;
  pages: PageReader;
  traces: HookTraces;
  locator: PaneLocator;
  typist: Typist;
  attachments: Attachments;
  compat: CompatQueries;
  setup: SetupGuide;
  /** Where pages are opened; null: not known yet. */
  address: () => string | null;
  /** Sends a notification to a target. */
  post: PostToWeb;
  /** Health of everything that is no agent: spool, multiplexers. */
  otherSources: () => readonly SourceHealth[];
  run: Run;
  /** Told what could not be written down. */
  onProblem: (problem: { code: string; message: string }) => void;
}

/** AMC as the server and the CLI see it: observations in, views and changes out, commands down. */
export class Mission implements MissionControl {
  readonly feed: Feed;
  readonly history: HistoryService;
  readonly settings: StoredSettings;
  readonly setup: SetupGuide;
  readonly compat: CompatQueries;
  readonly screens: PaneScreens;
  readonly #options: MissionOptions;
  readonly #board: Board;
  readonly #commands: Commands;
  readonly #panes: Panes;
  readonly #views: Views;
  readonly #screens: ScreenWatch;
  readonly #sources: Sources;
  readonly #dismissed: Map<string, number>;
  readonly #marks: Marks;
  readonly #notifications: Notifications;
  readonly #hints: IndexHints;
  readonly #sayings = new Sayings((event) => this.feed.pass(event));
  readonly #completions: Completions;
  readonly #spending: Spending;
  readonly #vitals: Coalescer;
  readonly #startedAt: number;
  readonly #unfollowIndex: () => void;

  constructor(options: MissionOptions) {
    const { clock, store, adapters, index, pages, traces, locator } = options;
    this.#options = options;
    this.compat = options.compat;
    this.#startedAt = clock();
    this.#dismissed = new Map(store.dismissed());
    const stateOf = (key: string): SessionState | null => this.#board.get(key);
    this.feed = new Feed({
      epoch: options.epoch,
      snapshot: () => this.#snapshot(),
      passing: () => this.#sayings.now(),
    });
    this.#completions = new Completions({ agents: adapters.agents, stateOf, run: options.run });
    this.setup = options.setup;
    this.settings = new StoredSettings({
      clock,
      store,
      publish: (settings) => {
        this.feed.publish({ type: 'settings', settings });
        this.tellSources();
      },
      test: (target) => this.#notifications.test(target),
    });
    this.#notifications = this.#newNotifications();
    this.#sources = new Sources({
      agents: adapters.agents,
      others: () => [...options.otherSources(), ...this.settings.health(), ...this.#notifications.health()],
      clock,
      feed: this.feed,
    });
    this.#panes = new Panes({ locator, stateOf, changed: (key) => this.#touched(key) });
    this.#marks = new Marks({
      clock,
      store,
      changed: (key) => this.#views.changed(key),
      unwritten: (error) => options.onProblem({ code: 'marks_not_written', message: String(error) }),
    });
    this.#views = new Views({
      agents: adapters.agents,
      panes: this.#panes,
      stateOf,
      dismissedAt: (key) => this.#dismissed.get(key),
      spentOn: (key) => this.#spending.of(key),
      marksOf: (state) => this.#marks.of(state),
      host: options.host,
      feed: this.feed,
    });
    this.history = new HistoryService({
      index,
      adapters,
      pages,
      clock,
      traces,
      board: (key) => this.#views.peek(key),
      ...(options.prices === undefined ? {} : { prices: options.prices }),
    });
    this.#hints = new IndexHints({
      transcriptOf: async (ref) => (await adapters.agents.get(ref.agent)?.transcriptOf(ref)) ?? null,
      hint: (path) => index.hint(path),
    });
    this.#vitals = new Coalescer((keys) => keys.forEach((key) => this.#views.changed(key)), VITALS_MS);
    this.#spending = new Spending({
      usage: (request) => index.usage(request),
      running: () => [...this.#board.all()].filter(({ process }) => process.known === 'running').map(({ key }) => key),
      changed: (key) => this.#vitals.mark(key),
    });
    this.#unfollowIndex = index.onProgress((progress) => {
      this.feed.publish({ type: 'index', progress });
      this.#spending.indexed(progress);
    });
    this.#board = new Board({
      changed: (state, events) => this.#sessionChanged(state, events),
      removed: (key) => this.#sessionRemoved(key),
    });
    this.#commands = this.#newCommands(stateOf);
    this.screens = this.#newScreens(stateOf);
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
    this.#notifications.start();
  }

  /** The sink of every adapter. */
  observe(observation: Observation): void {
    if (observation.type === 'saying') return this.#sayings.heard(observation);
    this.#board.observe(observation);
    this.#commands.observe(observation);
    if (observation.type !== 'conversation_changed') return;
    const { agent, id } = observation.session;
    this.#spending.grew(`${agent}:${id}`);
    this.#hints.changed(observation.session);
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
    return this.#commands.submit({ ...command, action: this.#meant(command) }, actor);
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
    this.mark(key, { dismissed: true });
  }

  mark(key: string, { dismissed, ...change }: MarksChange): void {
    const state = this.#known(key);
    if (dismissed !== undefined) this.#setDismissed(state.key, dismissed ? this.#options.clock() : null);
    if (Object.keys(change).length > 0) this.#marks.change(state, change);
  }

  completions(key: string, query: CompletionQuery): Promise<CompletionReply> {
    return this.#completions.of(key, query);
  }

  attend(page: string, looking: boolean): void {
    this.#notifications.attend(page, looking);
  }

  stateHash(): { hash: string; id: string } {
    // In this order: asking for the sessions tells what has just changed.
    const sessions = this.sessions();
    return { hash: stateHash({ sessions, commands: this.#commands.recent(SNAPSHOT_COMMANDS) }), id: this.feed.lastId };
  }

  health(): Health {
    const { version, pid, dataDir, host } = this.#options;
    const of = host === undefined ? {} : { host };
    return { version, pid, dataDir, ...of, startedAt: this.#startedAt, sources: this.#sources.all() };
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
    this.#sayings.dispose();
    this.#completions.dispose();
    this.#notifications.dispose();
    this.#screens.dispose();
    this.screens.dispose();
    this.#spending.dispose();
    this.#vitals.dispose();
    this.#marks.dispose();
    this.#views.dispose();
    this.#commands.dispose();
  }

  #newNotifications(): Notifications {
    const { clock, newId, store, address, post, onProblem } = this.#options;
    return new Notifications({
      clock,
      newId,
      address,
      post,
      store,
      zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
      feed: this.feed,
      settings: () => this.settings.get(),
      healthChanged: () => this.tellSources(),
      onProblem,
    });
  }

  #newScreens(stateOf: (key: string) => SessionState | null): PaneScreens {
    const { clock, newId, store, locator, onProblem } = this.#options;
    return new PaneScreens({
      clock,
      newId,
      store,
      locator,
      stateOf,
      isHandingOver: (key) => this.#commands.isHandingOver(key),
      between: (key, work) => this.#commands.between(key, work),
      titleOf: (key) => {
        const state = stateOf(key);
        return state === null ? undefined : titleOf(state);
      },
      unwritten: (error) => onProblem({ code: 'typing_not_written', message: String(error) }),
    });
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

  #setDismissed(key: string, at: number | null): void {
    this.#options.store.setDismissed(key, at);
    if (at === null) this.#dismissed.delete(key);
    else this.#dismissed.set(key, at);
    this.#views.changed(key);
  }

  #sessionChanged(state: SessionState, events: readonly SessionEvent[]): void {
    for (const event of events) {
      if (event.type === 'process_found') void this.#panes.locate(state.key);
      if (event.type === 'process_lost') this.#panes.forget(state.key);
    }
    this.#marks.sessionChanged(state);
    if (events.every(isVitals)) this.#vitals.mark(state.key);
    else this.#touched(state.key);
  }

  #touched(key: string): void {
    this.#views.changed(key);
    this.#screens.consider(key);
    this.screens.consider(key);
    this.#commands.sessionChanged(key);
  }

  #sessionRemoved(key: string): void {
    this.#panes.forget(key);
    this.#screens.consider(key);
    this.screens.consider(key);
    this.#spending.forget(key);
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

  /** A prompt that is a command of the agent is asked for by its action, which knows how to prove it. */
  #meant({ sessionKey, action }: NewCommand): Action {
    if (action.type !== 'prompt' || action.when === 'after_turn' || (action.attachments ?? []).length > 0)
      return action;
    const agent = this.#board.get(sessionKey)?.ref.agent;
    return (agent === undefined ? null : this.#options.adapters.agents.get(agent)?.actionOf?.(action.text)) ?? action;
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

/** Nothing but how full and how busy it is. */
function isVitals(event: SessionEvent): boolean {
  return event.type === 'facts_learned' && Object.keys(event.facts).every((name) => name === 'vitals');
}
