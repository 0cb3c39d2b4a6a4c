import type { AuditEntry, AuditPage } from '../../src/contract/audit.ts';
import type { Actor, Command, Delivery, NewCommand } from '../../src/contract/command.ts';
import type { CompletionReply } from '../../src/contract/completion.ts';
import type { ConversationPage } from '../../src/contract/conversation.ts';
import { UserError } from '../../src/contract/errors.ts';
import type { Health } from '../../src/contract/health.ts';
import type { MarksChange } from '../../src/contract/marks.ts';
import type { PaneKeys } from '../../src/contract/screen.ts';
import { sessionKey, type Session } from '../../src/contract/session.ts';
import type { Settings } from '../../src/contract/settings.ts';
import type { Setup } from '../../src/contract/setup.ts';
import { stateHash } from '../../src/core/state-hash.ts';
import type { NewAttachment } from '../../src/ports/attachments.ts';
import type { AuditQuery } from '../../src/ports/state-store.ts';
import type {
  CompatQueries,
  ConversationQuery,
  MissionControl,
  Screens,
  SettingsBook,
  SetupGuide,
} from '../../src/services/api.ts';
import type { CompatEvent, CompatMessage } from '../../src/services/compat-model.ts';
import { Feed } from '../../src/services/feed.ts';
import { endedSession } from '../../src/services/history/ended-session.ts';
import { fakePage, type LooseItem } from './fake-history-pages.ts';
import { FakeHistory } from './fake-history.ts';

/** Stands in every text a reply may hold but no refusal: finding it in one is a leak. */
export const CANARY = 'canary-of-a-transcript';

/** An in-memory AMC for tests of the server: real feed, no agents, no terminals; every effect is written down. */
export class FakeMission implements MissionControl {
  readonly feed: Feed;
  readonly submitted: NewCommand[] = [];
  /** Who asked, of each command and each taking back. */
  readonly actors: Actor[] = [];
  readonly dismissed: string[] = [];
  readonly revealed: string[] = [];
  readonly attachments: NewAttachment[] = [];
  readonly audited: AuditEntry[] = [];
  readonly auditAsked: AuditQuery[] = [];
  readonly marked: { key: string; change: MarksChange }[] = [];
  /** What was typed by hand. */
  readonly typed: { key: string; keys: PaneKeys }[] = [];
  kept: Settings = { notifications: { rules: [], targets: [] }, views: [] };
  machine: Setup = {
    agents: [],
    terminals: [],
    hooks: { state: 'absent', detail: 'not installed', lastEventAt: null, command: 'amc hooks install', steps: [] },
  };
  readonly history = new FakeHistory();
  readonly pages: { key: string; page: ConversationQuery }[] = [];
  readonly asked: Parameters<CompatQueries['messages']>[0][] = [];
  readonly #sessions = new Map<string, Session>();
  readonly #commands = new Map<string, Command>();
  /** What becomes of each command. */
  outcome: (command: NewCommand) => Pick<Delivery, 'state' | 'reason'> = () => ({ state: 'confirmed' });
  eventsOf: (sessionId: string) => readonly CompatEvent[] = () => [];
  messagesOf: (sessionId: string) => readonly CompatMessage[] = () => [];
  /** The conversation of every session, where a test wants more than one item; offsets are indexes. */
  said: LooseItem[] | null = null;
  /** How often the list of sessions was asked for. */
  listed = 0;

  constructor({ epoch = 'fake', kept = 2_000 }: { epoch?: string; kept?: number } = {}) {
    this.feed = new Feed({
      epoch,
      kept,
      snapshot: () => ({
        type: 'snapshot',
        serverTime: 0,
        sessions: [...this.#sessions.values()],
        commands: [...this.#commands.values()],
        sources: [],
        index: this.history.progress(),
      }),
    });
  }

  put(session: Session): Session {
    this.#sessions.set(session.key, session);
    this.feed.publish({ type: 'session', session });
    return session;
  }

  sessions(): readonly Session[] {
    this.listed += 1;
    return [...this.#sessions.values()];
  }

  session(key: string): Session | null {
    const detail = this.history.details.get(key);
    return this.#sessions.get(key) ?? (detail === undefined ? null : endedSession(detail));
  }

  async conversation(key: string, page: ConversationQuery): Promise<ConversationPage> {
    this.#known(key);
    this.pages.push({ key, page });
    if (this.said !== null) return fakePage({ items: this.said, query: page });
    return {
      items: [{ id: '1', offset: 0, kind: 'prompt', text: CANARY, images: 0 }],
      before: null,
      after: 1,
      problems: [],
      branches: [],
      source: 'file',
    };
  }

  submit(command: NewCommand, actor: Actor): Command {
    this.#known(command.sessionKey);
    this.submitted.push(command);
    this.actors.push(actor);
    const made: Command = {
      id: `c${this.submitted.length}`,
      sessionKey: command.sessionKey,
      action: command.action,
      createdAt: 0,
      actor,
      delivery: { ...this.outcome(command), steps: [] },
    };
    this.#commands.set(made.id, made);
    this.feed.publish({ type: 'command', command: made });
    return made;
  }

  cancel(id: string, actor: Actor): Command {
    const command = this.#commands.get(id);
    if (command === undefined) throw new UserError({ code: 'command_unknown', message: 'There is no such command.' });
    this.actors.push(actor);
    const reason = { code: 'taken_back', message: 'It was taken back.' };
    const taken: Command = { ...command, delivery: { ...command.delivery, state: 'refused', reason } };
    this.#commands.set(id, taken);
    this.feed.publish({ type: 'command', command: taken });
    return taken;
  }

  audit(query: AuditQuery): AuditPage {
    this.auditAsked.push(query);
    return { entries: [...this.audited] };
  }

  async keepAttachment(file: NewAttachment): Promise<{ path: string; bytes: number }> {
    this.attachments.push(file);
    return { path: '/attachments/1.png', bytes: Buffer.from(file.base64, 'base64').length };
  }

  async reveal(key: string): Promise<{ shown: boolean; note: string }> {
    this.revealed.push(this.#known(key).key);
    return { shown: true, note: 'in front of one client' };
  }

  async settled(id: string, _waitMs: number): Promise<Command> {
    const command = this.#commands.get(id);
    if (command === undefined) throw new UserError({ code: 'command_unknown', message: 'There is no such command.' });
    return command;
  }

  dismiss(key: string): void {
    const { key: known } = this.#known(key);
    this.dismissed.push(known);
    this.#sessions.delete(known);
    this.feed.publish({ type: 'session_removed', key: known });
  }

  mark(key: string, change: MarksChange): void {
    this.marked.push({ key: this.#known(key).key, change });
  }

  async completions(): Promise<CompletionReply> {
    return { triggers: ['/', '@'], items: [{ insert: '/compact', label: '/compact' }], more: false };
  }

  readonly screens: Screens = {
    follow: (_key, listener) => {
      listener({ type: 'screen', screen: { at: 0, cols: 80, rows: ['a row'] } });
      return () => {};
    },
    type: async (key, keys) => {
      this.typed.push({ key, keys });
      return { ok: true };
    },
  };

  readonly settings: SettingsBook = {
    get: () => this.kept,
    save: (settings) => (this.kept = settings),
    testTarget: async () => ({ ok: true, detail: 'sent' }),
  };

  /** Pages at which somebody looks. */
  readonly looking = new Set<string>();

  attend(page: string, looking: boolean): void {
    if (looking) this.looking.add(page);
    else this.looking.delete(page);
  }

  readonly setup: SetupGuide = { look: async () => this.machine, changeHooks: async () => this.machine };

  stateHash(): { hash: string; id: string } {
    const [sessions, commands] = [this.#sessions.values(), this.#commands.values()];
    return { hash: stateHash({ sessions, commands }), id: this.feed.lastId };
  }

  health(): Health {
    return { version: '0.0.0', pid: 1, startedAt: 0, dataDir: '/nowhere', sources: [] };
  }

  readonly compat: CompatQueries = {
    events: (sessionId) => this.eventsOf(sessionId),
    messages: async (options) => {
      this.asked.push(options);
      return this.messagesOf(options.sessionId);
    },
  };

  #known(key: string): Session {
    const session = this.session(key);
    if (session === null) throw new UserError({ code: 'session_unknown', message: 'There is no such session.' });
    return session;
  }
}

/** A session that works on something; `changes` replace fields. */
export function fakeSession(changes: Partial<Omit<Session, 'key'>> = {}): Session {
  const { agent = 'claude', id = '11111111-2222-4333-8444-555555555555' } = changes;
  const lastActivityAt = changes.lastActivityAt ?? Date.UTC(2026, 0, 2, 3, 4, 5);
  return {
    agent,
    id,
    key: sessionKey({ agent, id }),
    title: 'A title',
    project: { name: 'ledger', dir: '/home/someone/ledger' },
    status: {
      value: 'working',
      since: lastActivityAt,
      evidence: { source: 'registry', at: lastActivityAt, detail: 'registry: busy' },
    },
    startedAt: lastActivityAt - 60_000,
    lastActivityAt,
    lastEvent: 'UserPromptSubmit',
    preview: CANARY,
    prompt: { channel: 'keystrokes', via: 'tmux' },
    interrupt: { channel: 'keystrokes', via: 'tmux' },
    offers: [],
    requests: [],
    problems: [],
    conversationRev: 1,
    ...changes,
  };
}
