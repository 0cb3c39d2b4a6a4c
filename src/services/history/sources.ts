import { access, constants } from 'node:fs/promises';
import type { Branch } from '../../contract/conversation.ts';
import { AmcError, EnvironmentError } from '../../contract/errors.ts';
import type { SessionRef } from '../../contract/session.ts';
import { fileRecords, type FileRecordsOptions, type RecordSource } from '../../ingest/transcript-records.ts';
import type { Generation, HistoryStore } from '../../ports/history-store.ts';
import type { PageReader } from '../../ports/log-reader.ts';
import type { TranscriptFormat } from '../../ports/transcripts.ts';
import type { Adapters } from '../adapters.ts';
import { keptRecords } from './kept-records.ts';
import { refOf } from './session-ref.ts';

export interface SourcesOptions {
  adapters: Pick<Adapters, 'agents' | 'formats'>;
  pages: PageReader;
  store: HistoryStore;
  /** Whether an agent may still write to it: then its adapter knows the file better than the index. */
  isLive: (ref: SessionRef) => boolean;
}

/** Where a conversation is read from. */
export type Source =
  | { from: 'file'; path: string; format: TranscriptFormat; records: RecordSource; branches: readonly Branch[] }
  | { from: 'index'; generation: Generation; records: RecordSource; branches: readonly Branch[]; file: Looks }
  | { from: 'none' };

/** `packed`: there, but pages cannot be read from the middle of it. */
type Looks = { state: 'there' | 'packed' | 'gone' } | { state: 'unreadable'; why: string };

/** Finds the records of a session, or of one of its subagents: the agent's own file first, then what the index kept. */
export class ConversationSources {
  readonly #options: SourcesOptions;

  constructor(options: SourcesOptions) {
    this.#options = options;
  }

  /** Throws an `EnvironmentError` when its only file may not be read. */
  async find(key: string, agentId: string | null, purpose: FileRecordsOptions['for']): Promise<Source> {
    const ref = refOf(key);
    const format = ref === null ? undefined : this.#options.adapters.formats.get(ref.agent);
    if (ref === null || format === undefined) return { from: 'none' };
    const generations = this.#generations(ref, key, agentId);
    let file: Looks = { state: 'gone' };
    for (const path of await this.#paths(ref, agentId, generations)) {
      const looks = await look(path, format);
      if (looks.state === 'there') return this.#file({ path, format, generations, purpose });
      if (file.state === 'gone') file = looks;
    }
    const kept = generations.find(({ state }) => state !== 'superseded') ?? generations[0];
    if (kept !== undefined) return this.#kept(kept, file);
    if (file.state !== 'unreadable') return { from: 'none' };
    throw new EnvironmentError({
      code: 'transcript_unreadable',
      message: `Its transcript cannot be read: ${file.why}.`,
      next: 'Check who may read that file.',
    });
  }

  #file(
    options: Omit<FileRecordsOptions, 'for' | 'pages'> & { generations: readonly Generation[] } & {
      purpose: FileRecordsOptions['for'];
    },
  ): Source {
    const { path, format, generations, purpose } = options;
    const records = fileRecords({ pages: this.#options.pages, path, format, for: purpose });
    const generation = generations.find((one) => one.path === path && one.state !== 'superseded');
    return { from: 'file', path, format, records, branches: this.#branches(generation) };
  }

  #kept(generation: Generation, file: Looks): Source {
    const records = keptRecords(this.#options.store, generation);
    return { from: 'index', generation, records, branches: this.#branches(generation), file };
  }

  /** A live session's own file first: the index may not have heard of it yet. Then the newest that is known. */
  async #paths(ref: SessionRef, agentId: string | null, generations: readonly Generation[]): Promise<Set<string>> {
    const known = generations.filter(({ state }) => state !== 'superseded').map(({ path }) => path);
    if (agentId !== null || (known.length > 0 && !this.#options.isLive(ref))) return new Set(known);
    const own = (await this.#options.adapters.agents.get(ref.agent)?.transcriptOf(ref)) ?? null;
    return new Set(own === null ? known : [own, ...known]);
  }

  /** Codex writes a subagent as a session of its own. A live conversation can be read while the index cannot. */
  #generations(ref: SessionRef, key: string, agentId: string | null): readonly Generation[] {
    const { store } = this.#options;
    try {
      const own = store.generationsOf(key, agentId);
      return own.length > 0 || agentId === null ? own : store.generationsOf(`${ref.agent}:${agentId}`, null);
    } catch (error) {
      if (error instanceof AmcError && this.#options.isLive(ref)) return [];
      throw error;
    }
  }

  #branches(generation: Generation | undefined): readonly Branch[] {
    return generation === undefined ? [] : this.#options.store.branches(generation.id);
  }
}

async function look(path: string, format: TranscriptFormat): Promise<Looks> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { state: 'gone' }
      : { state: 'unreadable', why: `${path} (${code})` };
  }
  return { state: format.identify(path)?.encoding === 'zstd' ? 'packed' : 'there' };
}
