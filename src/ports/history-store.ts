import type { Branch, ConversationItem } from '../contract/conversation.ts';
import type { HistoryDetail, HistoryEntry, IndexFault } from '../contract/history.ts';
import type { RateLimit, Span, TokenCount } from '../contract/usage.ts';
import type { RecordFacts, ResponseUsage, SessionTitle, TranscriptFile } from './transcripts.ts';

/** One life of a file: a new one begins when what was read is not there any more. */
export interface Generation {
  /** The index's own number for it. */
  id: number;
  path: string;
  file: TranscriptFile;
  /** Proof that it is still the same text: hash of its first line (or of what there is), hash of the bytes before `read`. */
  head: { length: number; hash: string };
  tail: { length: number; hash: string };
  /** Byte offset up to which its records are in the index: always the end of a line. */
  read: number;
  /** As last seen. */
  size: number;
  mtimeMs: number;
  inode: string;
  state: 'there' | 'gone' | 'unreadable' | 'superseded';
  /** Only its beginning and end were read. */
  sketch: boolean;
  /** The conversation begins in another file, see `RecordFacts.base`. */
  base?: NonNullable<RecordFacts['base']>;
}

/** A piece of conversation, packed: the unit of the full text. */
export interface TextBlock {
  from: number;
  to: number;
  firstAt: number | null;
  lastAt: number | null;
  /** Which roles, tools and errors occur in it, to skip what cannot match. */
  roles: readonly string[];
  tools: readonly string[];
  hasError: boolean;
  /** The items, compressed; see `store/index/pack.ts`. */
  packed: Uint8Array;
  /** What the full text is made of, UTF-8. */
  text: Uint8Array;
}

/** What the index adds to a session from one stretch of one file. Counts are of the stretch. */
export interface SessionDelta {
  prompts: number;
  replies: number;
  toolCalls: number;
  errors: number;
  firstPrompt?: string;
  title?: { text: string; rank: 1 | 2 | 3 };
  cwd?: string;
  branches?: readonly string[];
  models?: readonly string[];
  agentVersion?: string;
  firstAt?: number;
  lastAt?: number;
  files?: readonly { path: string; reads: number; edits: number }[];
  pullRequests?: readonly string[];
  links?: readonly { type: HistoryDetail['links'][number]['type']; sessionId: string; callId?: string }[];
  role?: string;
  description?: string;
  /** Calls that started subagents. */
  started?: readonly NonNullable<RecordFacts['started']>[];
  /** Of the file, not of the session. */
  base?: NonNullable<RecordFacts['base']>;
  context?: { used: number; window: number | null };
  limits?: readonly Omit<RateLimit, 'agent'>[];
}

/** Everything from one stretch `[from, to)` of whole lines of one file. Committed at once, with the checkpoint. */
export interface IndexBatch {
  generation: number;
  from: number;
  to: number;
  tail: Generation['tail'];
  size: number;
  mtimeMs: number;
  records: number;
  blank: number;
  /** Bytes, for the conservation check: of records, of blank lines, of what could not be read. */
  bytes: { records: number; blank: number; unreadable: number };
  unknown: readonly { type: string; count: number }[];
  unreadable: readonly { from: number; to: number; reason: string }[];
  blocks: readonly TextBlock[];
  usage: readonly (ResponseUsage & { at: number | null; offset: number })[];
  spans: readonly Span[];
  branches: readonly Branch[];
  session: SessionDelta;
  /** What the reader must remember to go on, JSON; null: nothing. */
  memory: string | null;
}

/** How far a file of titles was read. */
export interface TitleFile {
  path: string;
  /** Byte offset, the end of a line. */
  read: number;
  inode: string;
}

/** The only writer of `index.db`. Every method is one transaction; synchronous; throws `AmcError`s. */
export interface IndexWriter {
  generations(): readonly Generation[];
  /** A file that was not known, or a new life of one: the old one becomes `superseded`, its text stays. */
  begin(
    options: Omit<Generation, 'id' | 'read' | 'state' | 'sketch' | 'base'> & { sketch: SessionDelta | null },
  ): Generation;
  /**
   * Puts sessions into the list of which nothing is known yet but their files' names: many at once, for a first look at
   * thousands. They are good until `begin` knows better or `dropAnnounced` says that nobody will.
   */
  announce(files: readonly { file: TranscriptFile; size: number; mtimeMs: number }[]): void;
  dropAnnounced(): void;
  memory(generation: number): string | null;
  /** Throws `index_gap` when `from` is not where the last batch ended. */
  commit(batch: IndexBatch): void;
  mark(
    generation: number,
    change: Partial<Pick<Generation, 'path' | 'size' | 'mtimeMs' | 'inode' | 'state' | 'file'>>,
  ): void;
  titleFiles(): readonly TitleFile[];
  /** New names of sessions of `agent`, also of such that are not known yet, and how far their file was read. */
  nameSessions(agent: string, titles: readonly SessionTitle[], file: TitleFile): void;
  /** Forgets what is kept of deleted sources; of all, or of one session. Returns how many. */
  forgetDeleted(session?: { agent: string; id: string }): number;
  /** Small upkeep while nothing else is to do: merging the full text, checkpointing the journal. */
  tidy(): void;
  close(): void;
}

export interface HistoryFilter {
  agent?: string;
  /** A part of the folder or its name. */
  project?: string;
  text?: string;
  sourceDeleted?: boolean;
}

/** A block that may hold what is looked for. */
export interface BlockRef {
  id: number;
  session: { agent: string; id: string; agentId: string | null };
  generation: number;
  from: number;
  to: number;
  lastAt: number | null;
}

export interface BlockQuery {
  /** An FTS5 expression; null: every block. */
  match: string | null;
  /** Sessions that come into question; null: all. */
  agent?: string;
  project?: string;
  /** Branch of version control. */
  branch?: string;
  model?: string;
  /** A part of a path the session touched. */
  file?: string;
  sessionKey?: string;
  from?: number;
  to?: number;
  role?: string;
  tool?: string;
  hasError?: boolean;
  /** Blocks older than this one, in the order told. */
  after?: number;
  limit: number;
}

export interface UsageFact {
  at: number | null;
  agent: string;
  sessionId: string;
  agentId: string | null;
  project: string;
  model: string;
  tokens: TokenCount;
  cacheWriteHour: number;
  tier: string | null;
}

/** The index, read. Synchronous, read only, cheap unless said otherwise. */
export interface HistoryStore {
  list(options: { filter: HistoryFilter; cursor: string | null; limit: number }): {
    sessions: readonly HistoryEntry[];
    total: number;
    next: string | null;
  };
  session(key: string): HistoryDetail | null;
  /** The files of a session (or of one of its subagents), newest first; `superseded` ones last. */
  generationsOf(key: string, agentId: string | null): readonly Generation[];
  branches(generation: number): readonly Branch[];
  /** The kept items of a generation whose records begin in `[from, to)`, in file order. */
  items(generation: number, from: number, to: number): readonly ConversationItem[];
  /** Newest first. */
  blocks(query: BlockQuery): readonly BlockRef[];
  unpack(block: BlockRef): readonly ConversationItem[];
  /** Every response once, however many files repeat it. Sums over a lot: ask in a worker. */
  usage(options: {
    from: number | null;
    to: number | null;
    project?: string;
    sessionKey?: string;
  }): Iterable<UsageFact>;
  spans(key: string): readonly Span[];
  /** How long agents waited for a person, by UTC hour (ms since the epoch of its start). */
  waited(options: { from: number | null; to: number | null }): readonly { hour: number; ms: number }[];
  limits(): readonly RateLimit[];
  counts(): { files: number; bytes: number; read: number; unreadable: number; sessions: number };
  /** The invariants I1, I3, I4, I5 over the tables; `ingest` adds what needs the files. */
  verify(): readonly IndexFault[];
  close(): void;
}
