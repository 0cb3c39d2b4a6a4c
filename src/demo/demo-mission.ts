import type { AuditPage } from '../contract/audit.ts';
import type { Action, Actor, Command, NewCommand } from '../contract/command.ts';
import type { CompletionReply } from '../contract/completion.ts';
import type { ConversationPage } from '../contract/conversation.ts';
import { UserError } from '../contract/errors.ts';
import type { Health } from '../contract/health.ts';
import type { Marks, MarksChange } from '../contract/marks.ts';
import type { Session } from '../contract/session.ts';
import type { Settings } from '../contract/settings.ts';
import type { StreamEvent } from '../contract/stream.ts';
import type { NewAttachment } from '../ports/attachments.ts';
import type { UsageFact } from '../ports/history-store.ts';
import type { AuditQuery } from '../ports/state-store.ts';
import type {
  CompatQueries,
  CompletionQuery,
  ConversationQuery,
  MissionControl,
  SettingsBook,
  SetupGuide,
} from '../services/api.ts';
import { stateHash } from '../core/state-hash.ts';
import { Feed } from '../services/feed.ts';
import { endedSession } from '../services/history/ended-session.ts';
import { inOrderOfNeed } from '../services/order.ts';
import { DemoAgent, type SayingEvent, type World } from './agent.ts';
import { DemoCommands } from './commands.ts';
import { completionsOf } from './completions.ts';
import { crowd } from './crowd.ts';
import { CAST } from './data/cast.ts';
import { DEMO_SETTINGS, demoSetup, demoSources } from './data/machine.ts';
import { rememberedCommands } from './data/remembered.ts';
import { handOver } from './hand-over.ts';
import { DemoHistory } from './history.ts';
import { changedMarks } from './marks.ts';
import { pastSessions } from './past.ts';
import { HOST, HOUR } from './profile.ts';
import { createRandom } from './random.ts';
import { DemoScreens } from './screens.ts';
import { Simulator, type DemoTime } from './simulator.ts';
import { viewOf } from './view.ts';

export interface DemoOptions {
  time: DemoTime;
  /** The same seed gives the same agents, ids and numbers. */
  seed?: string;
  /** Instead of the cast: so many agents, of which one needs somebody. */
  sessions?: number | undefined;
  version?: string;
}

/** How far back the live sessions reach. */
const PAST_MS = 3 * HOUR;

/**
 * AMC with simulated agents behind it: everything the server and the page may ask of `MissionControl`, made up. Touches
 * nothing of the machine and runs in a browser as well.
 */
export class DemoMission implements MissionControl {
  readonly feed: Feed;
  readonly history: DemoHistory;
  readonly screens: DemoScreens;
  readonly #sim: Simulator;
  readonly #options: DemoOptions;
  readonly #agents = new Map<string, DemoAgent>();
  readonly #commands: DemoCommands;
  readonly #facts: UsageFact[] = [];
  readonly #marks = new Map<string, Marks>();
  readonly #dismissedAt = new Map<string, number>();
  /** As every page knows them. */
  readonly #told = new Map<string, { session: Session; json: string }>();
  readonly #saying = new Map<string, SayingEvent>();
  readonly #startedAt: number;
  #settings: Settings = DEMO_SETTINGS;
  #hooks: 'installed' | 'absent' = 'installed';
  #uploads = 0;

  constructor(options: DemoOptions) {
    const { time, seed = 'harbour', sessions } = options;
    this.#options = options;
    this.#startedAt = time.now();
    this.#sim = new Simulator({ time, from: this.#startedAt - PAST_MS });
    const sim = this.#sim;
    this.feed = new Feed({
      epoch: `demo${createRandom(`${seed}${this.#startedAt}`).hex(6)}`,
      snapshot: () => this.#snapshot(),
      passing: () => [...this.#saying.values()],
    });
    const past = pastSessions({ seed, now: this.#startedAt });
    for (const { usage } of past) this.#facts.push(...usage);
    this.history = new DemoHistory({
      past,
      agents: this.#agents,
      facts: this.#facts,
      now: () => sim.now(),
      sessionOf: (key) => this.session(key),
    });
    this.screens = new DemoScreens({
      agentOf: (key) => this.#agents.get(key) ?? null,
      now: () => sim.now(),
      send: (agent, text) => agent.prompt({ text, images: 0, files: [], taken: () => {} }),
      choose: (agent, number) => this.#choose(agent, number),
    });
    this.#commands = new DemoCommands({
      sim,
      random: createRandom(`${seed} commands`),
      agentOf: (key) => this.#agents.get(key) ?? null,
      subjectOf,
      handOver,
      changed: (command) => this.#tell({ type: 'command', command }),
    });
    this.#populate(seed, sessions);
    sim.goLive();
    if (sessions === undefined) this.#remember();
    for (const session of this.sessions()) this.#told.set(session.key, { session, json: JSON.stringify(session) });
  }

  sessions(): readonly Session[] {
    return [...this.#agents.values()]
      .filter((agent) => !this.#isHidden(agent))
      .map((agent) => this.#view(agent))
      .sort(inOrderOfNeed);
  }

  session(key: string): Session | null {
    const agent = this.#agents.get(key);
    if (agent !== undefined) return this.#view(agent);
    const detail = this.history.detail(key);
    return detail === null ? null : endedSession(detail);
  }

  async conversation(key: string, { agentId, ...query }: ConversationQuery): Promise<ConversationPage> {
    const page = await this.history.book(key, agentId).page(query);
    const isGone = this.#agents.has(key) ? false : this.history.entry(key).sourceDeleted;
    return isGone ? { ...page, source: 'index' } : page;
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
    return this.#commands.audit(query);
  }

  /** Its bytes are counted and thrown away. */
  async keepAttachment({ name, base64 }: NewAttachment): Promise<{ path: string; bytes: number }> {
    this.#uploads += 1;
    const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
    const file = name.replaceAll(/[^\w.-]+/g, '-').slice(-80) || 'file';
    return {
      path: `/demo/attachments/${this.#uploads}-${file}`,
      bytes: Math.max(0, Math.floor((base64.length * 3) / 4) - padding),
    };
  }

  async reveal(key: string): Promise<{ shown: boolean; note: string }> {
    this.#agentOf(key);
    return {
      shown: false,
      note: 'There is no terminal behind the demo. With real agents this brings the pane to the front.',
    };
  }

  dismiss(key: string): void {
    this.mark(key, { dismissed: true });
  }

  mark(key: string, change: MarksChange): void {
    const agent = this.#agentOf(key);
    this.#marks.set(key, changedMarks(this.#marks.get(key) ?? {}, change));
    if (change.dismissed === true) this.#dismissedAt.set(key, this.#sim.now());
    if (change.dismissed === false) this.#dismissedAt.delete(key);
    if (typeof change.snoozedUntil === 'number')
      this.#sim.after(change.snoozedUntil - this.#sim.now(), () => this.#tellSession(agent));
    this.#tellSession(agent);
  }

  async completions(key: string, query: CompletionQuery): Promise<CompletionReply> {
    return completionsOf(this.#agentOf(key), query);
  }

  readonly settings: SettingsBook = {
    get: () => this.#settings,
    save: (settings) => {
      this.#settings = settings;
      this.#tell({ type: 'settings', settings });
      return settings;
    },
    testTarget: async () => ({ ok: true, detail: 'The demo sends nothing. With AMC it would have arrived now.' }),
  };

  /** Nobody is told of anything in the demo. */
  attend(): void {}

  readonly setup: SetupGuide = {
    look: async () => demoSetup(this.#hooks, this.#sim.now()),
    changeHooks: async (action) => {
      this.#hooks = action === 'install' ? 'installed' : 'absent';
      return demoSetup(this.#hooks, this.#sim.now());
    },
  };

  stateHash(): { hash: string; id: string } {
    const sessions = [...this.#told.values()].map(({ session }) => session);
    return { hash: stateHash({ sessions, commands: this.#commands.recent() }), id: this.feed.lastId };
  }

  health(): Health {
    const { version = 'demo' } = this.#options;
    return {
      version,
      pid: 1,
      startedAt: this.#startedAt,
      dataDir: '(none: this is a demo)',
      host: HOST,
      sources: demoSources(this.#startedAt),
      demo: true,
    };
  }

  readonly compat: CompatQueries = { events: () => [], messages: async () => [] };

  /** The agents, for tests. */
  agents(): readonly DemoAgent[] {
    return [...this.#agents.values()];
  }

  dispose(): void {
    this.#sim.dispose();
  }

  #populate(seed: string, sessions: number | undefined): void {
    const world: World = {
      seed,
      sim: this.#sim,
      liveFrom: this.#startedAt,
      changed: (agent) => this.#changed(agent),
      saying: (event) => this.#say(event),
      used: (fact) => this.#facts.push(fact),
    };
    for (const profile of sessions === undefined ? CAST : crowd(sessions)) {
      const agent = new DemoAgent(profile, world);
      if (profile.marks !== undefined) this.#marks.set(agent.key, profile.marks);
      this.#sim.after(agent.startedAt - this.#sim.now(), () => {
        this.#agents.set(agent.key, agent);
        agent.start();
      });
    }
  }

  /** What AMC was asked to do before anybody looked. */
  #remember(): void {
    for (const { name, ago, ...command } of rememberedCommands()) {
      const agent = this.agents().find(({ profile }) => profile.name === name);
      if (agent !== undefined) this.#commands.recall(agent, { ...command, at: this.#startedAt - ago });
    }
  }

  #changed(agent: DemoAgent): void {
    if (!this.#sim.isLive) return;
    this.#tellSession(agent);
    this.screens.changed(agent);
    if (agent.status.value === 'idle') this.#commands.turnEnded(agent);
  }

  #tellSession(agent: DemoAgent): void {
    if (this.#isHidden(agent)) {
      if (this.#told.delete(agent.key)) this.#tell({ type: 'session_removed', key: agent.key });
      return;
    }
    const session = this.#view(agent);
    const json = JSON.stringify(session);
    if (this.#told.get(agent.key)?.json === json) return;
    this.#told.set(agent.key, { session, json });
    this.#tell({ type: 'session', session });
  }

  #isHidden({ key, lastActivityAt }: DemoAgent): boolean {
    const at = this.#dismissedAt.get(key);
    return at !== undefined && lastActivityAt <= at;
  }

  #view(agent: DemoAgent): Session {
    const marks = this.#marks.get(agent.key) ?? {};
    const { snoozedUntil, ...rest } = marks;
    const isSnoozed = snoozedUntil !== undefined && snoozedUntil > this.#sim.now();
    return viewOf(agent, isSnoozed ? marks : rest);
  }

  #choose(agent: DemoAgent, number: number): void {
    const { request } = agent;
    const choice = request !== null && 'choices' in request ? request.choices[number - 1] : undefined;
    if (request === null || choice === undefined) return;
    const type = choice.effect === 'allow' || choice.effect === 'allow_always' ? 'approve' : 'deny';
    agent.answer({ type, requestId: request.id, choiceId: choice.id });
  }

  #say(event: SayingEvent): void {
    if (event.over) this.#saying.delete(event.key);
    else this.#saying.set(event.key, event);
    this.feed.pass(event);
  }

  #tell(event: StreamEvent): void {
    if (this.#sim.isLive) this.feed.publish(event);
  }

  #snapshot(): Extract<StreamEvent, { type: 'snapshot' }> {
    return {
      type: 'snapshot',
      serverTime: this.#sim.now(),
      sessions: [...this.#told.values()].map(({ session }) => session).sort(inOrderOfNeed),
      commands: this.#commands.recent(),
      sources: demoSources(this.#startedAt),
      index: this.history.progress(),
      demo: true,
    };
  }

  #agentOf(key: string): DemoAgent {
    const agent = this.#agents.get(key);
    if (agent === undefined) throw new UserError({ code: 'session_unknown', message: 'There is no such session.' });
    return agent;
  }
}

function subjectOf({ request }: DemoAgent, action: Action): string | undefined {
  if (!('requestId' in action) || request?.id !== action.requestId) return undefined;
  switch (request.kind) {
    case 'permission':
      return request.command ?? request.title;
    case 'question':
      return request.questions.map(({ text }) => text).join(' ');
    case 'plan':
      return 'its plan';
    default:
      return request.text;
  }
}
