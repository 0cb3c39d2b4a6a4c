import type { AuditEntry, AuditPage } from '../contract/audit.ts';
import type { Command } from '../contract/command.ts';
import type { MarkColour } from '../contract/marks.ts';

/** A hook event as it came from the spool: the agent's words and the pane's environment. */
export interface HookEvent {
  /** Name of the spool file; unique, and the same after a restart. */
  name: string;
  agent: string;
  sessionId: string;
  event: string;
  /** ms since the epoch: when the hook wrote it. */
  at: number;
  env: Readonly<Record<string, string>>;
  payload: Readonly<Record<string, unknown>>;
}

/** Events of these kinds, in `[from, to)` (ms since the epoch; absent: open), of one session or of all. */
export interface HookEventQuery {
  agent: string;
  events: readonly string[];
  sessionId?: string;
  from?: number | undefined;
  to?: number | undefined;
}

/** A line of the audit log before it has its number. */
export type NewAuditEntry = Omit<AuditEntry, 'seq'>;

/** Lines before the one with this `seq`, of one session or one command or of all. */
export interface AuditQuery {
  before?: number | undefined;
  limit: number;
  session?: string | undefined;
  command?: string | undefined;
}

/** Marks of a session as they are kept. */
export interface KeptMarks {
  pinned?: true;
  name?: string;
  colour?: MarkColour;
  /** Until when, since when (ms since the epoch), and the ids of the requests that were open then. */
  snooze?: { until: number; at: number; open: string[] };
}

/** What only AMC knows; durable, never rebuilt from elsewhere. */
export interface StateStore {
  /** One transaction; an event whose name is there already is not written again. Returns the new ones. */
  addHookEvents(events: readonly HookEvent[]): readonly HookEvent[];
  hookEvents(sessionId: string, limit: number): readonly HookEvent[];
  /** Newest events of every session since `at`, oldest first. */
  hookEventsSince(at: number): readonly HookEvent[];
  /** Oldest first; all of them: for kinds that are rare. */
  findHookEvents(query: HookEventQuery): readonly HookEvent[];
  /**
   * Sessions with such an event before `to` whose newest event of any kind is not before `from`. `newest` is another
   * number after each new event of the session. No payload is read.
   */
  sessionsWithHookEvent(query: Omit<HookEventQuery, 'sessionId'>): readonly { sessionId: string; newest: number }[];
  /** `audit`: lines of the audit log that are written together with it, or not at all. */
  saveCommand(command: Command, idempotencyKey: string | null, audit?: readonly NewAuditEntry[]): void;
  commandByKey(idempotencyKey: string): Command | null;
  /** Adds lines to the audit log, which is never changed otherwise; `seq` is given here. */
  addAudit(entries: readonly NewAuditEntry[]): void;
  /** Newest first. */
  audit(query: AuditQuery): AuditPage;
  recentCommands(limit: number): readonly Command[];
  setDismissed(sessionKey: string, at: number | null): void;
  dismissed(): ReadonlyMap<string, number>;
  /** null: none any more. `at`: when that was. Of so many sessions at most, those that were marked last. */
  setMarks(sessionKey: string, marks: KeptMarks | null, at: number): void;
  marks(): ReadonlyMap<string, KeptMarks>;
  /** A text that is kept under a name; null: none. What is in it is for its owner to check. */
  setting(name: string): string | null;
  setSetting(name: string, body: string): void;
}
