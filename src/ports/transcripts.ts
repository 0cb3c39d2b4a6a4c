import type { AgentName } from '../contract/agent.ts';
import type { ConversationItem } from '../contract/conversation.ts';
import type { Picture } from '../contract/picture.ts';
import type { TokenCount } from '../contract/usage.ts';
import type { Line } from '../lib/line-splitter.ts';

/** A folder under which an agent writes transcripts. */
export interface TranscriptRoot {
  dir: string;
  /** How many folders deep transcripts lie at most; 0: in `dir` itself. */
  depth: number;
}

/** What a transcript's path alone says. */
export interface TranscriptFile {
  agent: AgentName;
  /** The agent's id of the session the file belongs to; of a subagent's file, its parent's. */
  sessionId: string;
  /** Set for the file of a subagent. */
  agentId?: string;
  archived: boolean;
  encoding: 'plain' | 'zstd';
}

/** What a record says about its session. Absent: it says nothing of it. */
export interface RecordFacts {
  /** The session all of this is said of, where the record names it. Of another's, copied into this file, nothing is learned. */
  session?: string;
  cwd?: string;
  branch?: string;
  agentVersion?: string;
  /** The model of the records that follow, for usage whose own line does not say it (`ResponseUsage.model` is ''). */
  model?: string;
  /** `rank`: the higher wins, of equals the later; a person's 3, the agent's 2. First prompts are found by the reader of facts. */
  title?: { text: string; rank: 2 | 3 };
  pullRequest?: string;
  /** Of a subagent's conversation. */
  role?: string;
  description?: string;
  /** The session this one goes on from; `callId`: the call that started a subagent. */
  link?: { type: 'continues' | 'forked_from' | 'subagent_of' | 'cleared_from'; sessionId: string; callId?: string };
  /**
   * A call that starts a subagent. The call itself says what for, another record whom it started: `sessionId` is an
   * `agentId` of this session, or a session of its own, the other end of its `link`, which does not know the call.
   */
  started?: { callId: string; sessionId?: string; role?: string; description?: string };
  /** The conversation begins in another file: the bytes before `end` of the one that session had then. */
  base?: { sessionId: string; end: number };
  context?: { used: number; window: number | null };
  limits?: readonly { name: string; usedPercent: number; windowMinutes: number | null; resetsAt: number | null }[];
  /** The turn that ran is over. */
  turnEnded?: boolean;
}

/** Tokens of one model response. Records of the same `id` are of the same response: the last one counts. */
export interface ResponseUsage {
  /**
   * Globally unique: a resumed or forked session repeats it in its own file. '' when the record has none: the engine
   * makes it `<session>:<offset>`.
   */
  id: string;
  /** '' when the record does not say: the newest `RecordFacts.model` before it. */
  model: string;
  /**
   * All tokens of the session after this response. A record with the same number as the record with usage before it in
   * the file tells the same response again and is not counted.
   */
  cumulative?: number;
  tokens: TokenCount;
  /** Of `tokens.cacheWrite`, what was written for an hour (it costs more). */
  cacheWriteHour?: number;
  /** Costs a multiple, e.g. `priority`, `fast`; absent: standard. */
  tier?: string;
}

/** What became of a record. `unknown` ones are kept and counted. */
export type RecordFate = 'shown' | 'folded' | 'hidden' | 'unknown';

export interface FileTouch {
  path: string;
  how: 'read' | 'edit';
}

/** One line of a transcript, read. */
export interface RecordReading {
  /** The agent's word for it, e.g. `assistant`, `system/compact_boundary`, `event_msg/token_count`. */
  type: string;
  fate: RecordFate;
  at?: number;
  items: readonly ConversationItem[];
  facts?: RecordFacts;
  usage?: ResponseUsage;
  touched?: readonly FileTouch[];
  /** Of its tool calls, those that ask a person (a question, a plan): `callId`s. In both modes. */
  waits?: readonly string[];
  /** Its place in the tree of a conversation that can be rewound. A record without one lies where it stands. */
  node?: { id: string; parent: string | null };
  /** The last `turns` turns before this record count no more (Codex). */
  rollback?: { turns: number };
  /** Read, but something of it was lost or odd; completes "this line …". */
  oddity?: string;
}

/** A line that holds no record. */
export type LineReading =
  | { kind: 'record'; record: RecordReading }
  | { kind: 'blank' }
  /** `reason` completes the sentence "this line …". */
  | { kind: 'broken'; reason: string };

export interface ReadOptions {
  /** `page`: with views, long texts cut; `index`: whole texts, no views. */
  for: 'page' | 'index';
}

/** The name of a session, told outside of its transcript. */
export interface SessionTitle {
  sessionId: string;
  /** `rank` as in `RecordFacts.title`. */
  title: { text: string; rank: 2 | 3 };
}

/** Small files beside the transcripts in which sessions are named; the last line about a session counts. */
export interface TitleFiles {
  paths(): readonly string[];
  /** null: the line names nothing. Never throws. */
  read(line: Line): SessionTitle | null;
}

/** How one agent writes its conversations down. Pure but for `roots`; safe to use in a worker. */
export interface TranscriptFormat {
  readonly agent: AgentName;
  roots(): readonly TranscriptRoot[];
  /** What a path under a root is; null: no transcript. Looks at the path only. */
  identify(path: string): TranscriptFile | null;
  /**
   * Reads one line, by itself: nothing of other lines is needed, so reading can begin anywhere. Never throws. Several
   * records glued on one line give all their items, and an oddity.
   */
  read(line: Line, options: ReadOptions): LineReading;
  /** The pictures a record holds, in its order. Never throws. Absent: it holds none. */
  pictures?(line: Line): readonly Picture[];
  /** Absent: all names are in the transcripts. */
  readonly titles?: TitleFiles;
}
