import type { IndexFault, IndexProgress } from '../contract/history.ts';
import type { SearchReply } from '../contract/search.ts';
import type { UsageGroup, UsageReport } from '../contract/usage.ts';
import type { HistoryStore } from './history-store.ts';

export interface SearchRequest {
  /** In the query language of `core/search`. */
  query: string;
  cursor: string | null;
  limit: number;
  /** Answers at the latest then, with what was found and `exhausted: false`. */
  budgetMs: number;
}

export interface UsageRequest {
  by: readonly UsageGroup[];
  /** ms since the epoch; null: open. */
  from: number | null;
  to: number | null;
  project?: string;
  sessionKey?: string;
  /** IANA name; days are days there. */
  timeZone: string;
}

/** Everything agents ever wrote, kept and found: reads transcripts in a worker, answers from `index.db`. */
export interface TranscriptIndex {
  /** For answers that take a millisecond; what takes longer is asked of the methods below, which run elsewhere. */
  readonly store: HistoryStore;
  progress(): IndexProgress;
  /** Called at most twice a second, and at every change of `state`. */
  onProgress(listener: (progress: IndexProgress) => void): () => void;
  /** A session was written to: its file is read soon, before all others. */
  hint(path: string): void;
  /** Looks at everything anew. Resolves when all that was there at the call is in the index. */
  settle(): Promise<void>;
  search(request: SearchRequest): Promise<SearchReply>;
  usage(request: UsageRequest): Promise<UsageReport>;
  /** Tables against each other and against the files, invariants I1–I5 and I14. Slow. */
  verify(): Promise<readonly IndexFault[]>;
  /** Throws away what can be read again, and reads it again. Text of deleted sources stays. */
  rebuild(): Promise<void>;
  forgetDeleted(session?: { agent: string; id: string }): Promise<number>;
  dispose(): Promise<void>;
}
