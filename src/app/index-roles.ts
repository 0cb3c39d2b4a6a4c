import { join } from 'node:path';
import type { IndexFault, IndexProgress } from '../contract/history.ts';
import type { Problem } from '../contract/session.ts';
import type { SeenFile } from '../ingest/transcripts/engine.ts';
import type { StretchAnswer, StretchJob } from '../ingest/transcripts/helper.ts';
import type { Env } from '../platform/paths.ts';
import type { SearchRequest, UsageRequest } from '../ports/transcript-index.ts';
import type { SearchFindings } from '../services/search/run.ts';
import type { UsageSummary } from '../services/usage/run.ts';

/** What the threads of the index do. */
export interface IndexRole {
  role: 'ingest' | 'read' | 'query';
  dataDir: string;
  /** The part of the environment that says where agents write; `AMC_INDEX_THREADS=1`: nobody helps the reader. */
  env: Env;
  /** The entry of threads, to start another one; null: there are none. */
  entry: string | null;
}

/** The only writer of the index. */
export interface IngestMethods {
  hint(path: string): void;
  settle(): Promise<void>;
  verify(): Promise<readonly IndexFault[]>;
  rebuild(): Promise<void>;
  forgetDeleted(session: { agent: string; id: string } | null): Promise<number>;
  /** What was read, when nothing was to be done for so long; null: it is not to be ended now. */
  restingSince(idleMs: number): SeenFile[] | null;
  stop(): Promise<void>;
}

export type IngestEvent = { type: 'progress'; progress: IndexProgress } | { type: 'problem'; problem: Problem };

/** Reads and packs for the writer. */
export interface ReadMethods {
  read(job: StretchJob): StretchAnswer;
}

/** Answers what takes long. */
export interface QueryMethods {
  search(request: SearchRequest): SearchFindings;
  usage(request: UsageRequest): UsageSummary;
}

export function indexPath(dataDir: string): string {
  return join(dataDir, 'index.db');
}

const SAYS_WHERE = ['HOME', 'CLAUDE_CONFIG_DIR', 'CODEX_HOME', 'XDG_DATA_HOME', 'AMC_INDEX_THREADS'] as const;

/** Nothing else of the environment is anybody's business. */
export function whereAgentsWrite(env: Env): Env {
  return Object.fromEntries(SAYS_WHERE.map((name) => [name, env[name]]));
}
