import type { AuditPage } from '../contract/audit.ts';
import type { CompletionReply, CompletionTrigger } from '../contract/completion.ts';
import type { Actor, Command, NewCommand } from '../contract/command.ts';
import type { ConversationItem, ConversationPage } from '../contract/conversation.ts';
import type { TouchedFiles } from '../contract/files.ts';
import type { Health } from '../contract/health.ts';
import type { HistoryDetail, HistoryPage, IndexFault, IndexProgress } from '../contract/history.ts';
import type { Picture } from '../contract/picture.ts';
import type { MarksChange } from '../contract/marks.ts';
import type { PaneKeys, ScreenEvent } from '../contract/screen.ts';
import type { SearchReply } from '../contract/search.ts';
import type { Session } from '../contract/session.ts';
import type { NotificationTarget, Settings } from '../contract/settings.ts';
import type { Setup } from '../contract/setup.ts';
import type { StreamEvent } from '../contract/stream.ts';
import type { Timeline, UsageReport } from '../contract/usage.ts';
import type { NewAttachment } from '../ports/attachments.ts';
import type { HistoryFilter } from '../ports/history-store.ts';
import type { AuditQuery } from '../ports/state-store.ts';
import type { SearchRequest, UsageRequest } from '../ports/transcript-index.ts';
import type { PageQuery } from '../ingest/conversation-pages.ts';
import type { CompatMessage, CompatEvent } from './compat-model.ts';

/** An event with its place in the stream, `<epoch>-<seq>`. */
export interface PlacedEvent {
  id: string;
  event: StreamEvent;
  /** `JSON.stringify(event)`, made once for all listeners. */
  json: string;
}

/** The changes of everything, in order. */
export interface ChangeFeed {
  /**
   * Tells what came after `lastEventId`, or a snapshot when that is unknown or gone, then every change, in order and
   * without a gap. The listener must not throw; it is called synchronously, the first time before this returns.
   */
  follow(lastEventId: string | null, listener: (event: PlacedEvent) => void): () => void;
}

/** Everything the server and the CLI may ask of AMC. Methods throw `AmcError`s only. */
export interface MissionControl {
  readonly feed: ChangeFeed;
  /** What was ever written down. */
  readonly history: History;
  /** Those that need you first, then by newest activity. */
  sessions(): readonly Session[];
  /** One of them, or one that is only in the index: that one has ended. */
  session(key: string): Session | null;
  conversation(key: string, query: ConversationQuery): Promise<ConversationPage>;
  /** Accepts a command and starts its delivery; the same idempotency key gives the same command. */
  submit(command: NewCommand, actor: Actor): Command;
  /** Takes a command back of which nothing has left yet; throws a `UserError` when it is too late. */
  cancel(id: string, actor: Actor): Command;
  /** Every command and what became of it, newest first. */
  audit(query: AuditQuery): AuditPage;
  /** Lays a file down that will go with a prompt. */
  keepAttachment(file: NewAttachment): Promise<{ path: string; bytes: number }>;
  /** Brings a session's pane to the front. */
  reveal(key: string): Promise<{ shown: boolean; note: string }>;
  /** The command when its delivery is settled (confirmed, refused, failed, unknown) or `waitMs` have passed. */
  settled(id: string, waitMs: number): Promise<Command>;
  dismiss(key: string): void;
  /** What a person puts on a session in AMC. */
  mark(key: string, change: MarksChange): void;
  /** What can stand behind a trigger in a prompt to it. */
  completions(key: string, query: CompletionQuery): Promise<CompletionReply>;
  readonly screens: Screens;
  readonly settings: SettingsBook;
  /** A page tells whether somebody looks at it. */
  attend(page: string, looking: boolean): void;
  readonly setup: SetupGuide;
  /** Hash of the board as it was told last, and the id of the newest event. */
  stateHash(): { hash: string; id: string };
  health(): Health;
  /** For the original's routes only. */
  readonly compat: CompatQueries;
}

export interface CompletionQuery {
  trigger: CompletionTrigger;
  /** What was typed behind the trigger. */
  text: string;
  limit: number;
}

/** Panes as they are shown now, and typing into them by hand. */
export interface Screens {
  /** Tells the pane now and whenever it changed, until unfollowed or `gone`. */
  follow(key: string, listener: (event: ScreenEvent) => void): () => void;
  /** Refused unless the pane is proven to hold the agent. Never retried. */
  type(key: string, keys: PaneKeys, actor: Actor): Promise<{ ok: boolean; reason?: string }>;
}

/** What holds for all windows and devices. */
export interface SettingsBook {
  get(): Settings;
  save(settings: Settings): Settings;
  testTarget(target: NotificationTarget): Promise<{ ok: boolean; detail: string }>;
}

/** What AMC needs of this machine, for the first-run guide. */
export interface SetupGuide {
  look(): Promise<Setup>;
  changeHooks(action: 'install' | 'uninstall'): Promise<Setup>;
}

/** A page of a conversation: of the session, or of one of its subagents. */
export interface ConversationQuery extends PageQuery {
  agentId?: string | undefined;
  /** Default `live`: what was rewound is left out. */
  branches?: 'live' | 'all' | undefined;
}

export interface HistoryQuery extends HistoryFilter {
  cursor: string | null;
  limit: number;
}

/** Where a record begins, and whether its pictures are wanted. */
export interface RecordPlace {
  key: string;
  offset: number;
  agentId?: string | undefined;
  pictures?: 'with' | undefined;
}

/** One record, whole. */
export interface WholeRecord {
  items: ConversationItem[];
  /** Its text as the agent wrote it; null: the source is gone. */
  raw: string | null;
  /** Where they were asked for. */
  pictures?: Picture[];
}

export type ExportFormat = 'markdown' | 'html' | 'json';

/** A conversation as a file, made while it is read. */
export interface ExportFile {
  /** Safe as a file name anywhere. */
  name: string;
  /** Its media type. */
  type: string;
  text: AsyncIterable<string>;
}

/** Everything agents ever wrote, asked of the index and of the agents' own files. */
export interface History {
  list(query: HistoryQuery): HistoryPage;
  entry(key: string): HistoryDetail;
  record(place: RecordPlace): Promise<WholeRecord>;
  timeline(key: string): Timeline;
  touchedFiles(key: string): Promise<TouchedFiles>;
  /** Throws before the first text, or while the text is read. */
  exportOf(key: string, format: ExportFormat): Promise<ExportFile>;
  search(request: Omit<SearchRequest, 'budgetMs'>): Promise<SearchReply>;
  usage(request: UsageRequest): Promise<UsageReport>;
  progress(): IndexProgress;
  verify(): Promise<{ faults: IndexFault[]; checkedFiles: number }>;
  /** Answers when it has begun. */
  rebuild(): Promise<IndexProgress>;
  /** Of one session, or of all. Returns how many sources were forgotten. */
  forgetDeleted(key: string | null): Promise<number>;
}

export interface CompatQueries {
  /** Exact id; [] when there are none. */
  events(sessionId: string): readonly CompatEvent[];
  /** Whole conversation by exact id, found with any form of `projectDir`, or none. */
  messages(options: {
    agent: 'claude' | 'codex';
    sessionId: string;
    projectDir: string | null;
  }): Promise<readonly CompatMessage[]>;
}
