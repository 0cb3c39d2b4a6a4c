import { access, constants } from 'node:fs/promises';
import type { Branch } from '../../contract/conversation.ts';
import type { Picture } from '../../contract/picture.ts';
import { AmcError, EnvironmentError } from '../../contract/errors.ts';
import type { SessionRef } from '../../contract/session.ts';
import {
  endsLineNow,
  fileRecords,
  type FileRecordsOptions,
  type RecordSource,
} from '../../ingest/transcript-records.ts';
import type { Line } from '../../lib/line-splitter.ts';
import type { Generation, HistoryStore } from '../../ports/history-store.ts';
import type { PageReader } from '../../ports/log-reader.ts';
import type { TranscriptFormat } from '../../ports/transcripts.ts';
import type { Adapters } from '../adapters.ts';
import { chainedRecords } from './chained-records.ts';
import { keptRecords } from './kept-records.ts';
import { layoutOf, type FilePart, type Layout, type Segment } from './layout.ts';
import { refOf } from './session-ref.ts';

export interface SourcesOptions {
  adapters: Pick<Adapters, 'agents' | 'formats'>;
  pages: PageReader;
  store: HistoryStore;
  /** Whether an agent may still write to it: then its adapter knows the file better than the index. */
  isLive: (ref: SessionRef) => boolean;
}

interface Found {
  records: RecordSource;
  branches: readonly Branch[];
  /** The file in which the record at a place of the conversation lies, and where; null: only the index has it. */
  placeOf: (offset: number) => { path: string; offset: number } | null;
  /** The session that holds the beginning of the conversation, which is not known; null: all is there. */
  missing: string | null;
}

/** Where a conversation is read from; of one that lies in several files, its newest. */
export type Source =
  | ({ from: 'file'; path: string } & Found)
  | ({ from: 'index'; generation: Generation; file: Looks } & Found)
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
      if (looks.state === 'there') {
        const part = await this.#partAt(path, { ref, format, generations });
        return { from: 'file', path, ...(await this.#found(part, format, purpose)) };
      }
      if (file.state === 'gone') file = looks;
    }
    const kept = generations.find(({ state }) => state !== 'superseded') ?? generations[0];
    if (kept !== undefined)
      return { from: 'index', generation: kept, file, ...(await this.#found(kept, format, purpose)) };
    if (file.state !== 'unreadable') return { from: 'none' };
    throw new EnvironmentError({
      code: 'transcript_unreadable',
      message: `Its transcript cannot be read: ${file.why}.`,
      next: 'Check who may read that file.',
    });
  }

  /** Of a file that the index does not know yet its first line says where it goes on from. */
  async #partAt(
    path: string,
    { ref, format, generations }: { ref: SessionRef; format: TranscriptFormat; generations: readonly Generation[] },
  ): Promise<FilePart> {
    const known = generations.find((one) => one.path === path && one.state !== 'superseded');
    if (known !== undefined) return known;
    const base = await this.#baseIn(path, format);
    const file = { agent: ref.agent, sessionId: ref.id };
    return { id: null, path, size: 0, read: 0, state: 'there', file, ...(base === undefined ? {} : { base }) };
  }

  async #baseIn(path: string, format: TranscriptFormat): Promise<FilePart['base']> {
    for await (const { lines } of this.#options.pages.forward(path)) {
      const [first] = lines;
      const reading = first === undefined ? null : format.read(first, { for: 'index' });
      return reading?.kind === 'record' ? reading.record.facts?.base : undefined;
    }
    return undefined;
  }

  async #found(newest: FilePart, format: TranscriptFormat, purpose: FileRecordsOptions['for']): Promise<Found> {
    const { segments, branches, missing } = this.#layout(newest);
    const links = await Promise.all(
      segments.map(async ({ part, at, length }) => ({ ...(await this.#records(part, format, purpose)), at, length })),
    );
    const [only] = links;
    return {
      records: links.length === 1 && only !== undefined ? only.records : chainedRecords(links),
      branches,
      missing,
      placeOf: (offset) => {
        const link = links.findLast(({ at }) => at <= offset);
        return link === undefined || link.path === null ? null : { path: link.path, offset: offset - link.at };
      },
    };
  }

  #layout(newest: FilePart): Layout {
    try {
      return layoutOf(newest, { store: this.#options.store, endsLine: endsLineNow });
    } catch (error) {
      // A live conversation can be read while the index cannot.
      if (error instanceof AmcError && this.#isLive(newest)) return alone(newest);
      throw error;
    }
  }

  #isLive({ file: { agent, sessionId: id } }: FilePart): boolean {
    return this.#options.isLive({ agent, id });
  }

  /** `path` null: the file is gone, or pages cannot be read from it; these are what the index kept. */
  async #records(
    { id, path, read }: FilePart,
    format: TranscriptFormat,
    purpose: FileRecordsOptions['for'],
  ): Promise<{ records: RecordSource; path: string | null }> {
    const { pages, store } = this.#options;
    const isThere = (await look(path, format)).state === 'there';
    if (isThere || id === null) return { records: fileRecords({ pages, path, format, for: purpose }), path };
    return { records: keptRecords(store, { id, read }), path: null };
  }

  /** The pictures of one record as it stands in the agent's file. */
  picturesIn(key: string, line: Line): readonly Picture[] {
    const ref = refOf(key);
    return (ref === null ? undefined : this.#options.adapters.formats.get(ref.agent)?.pictures?.(line)) ?? [];
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
}

function alone(part: FilePart): Layout {
  const segment: Segment = { part, at: 0, length: Infinity };
  return { segments: [segment], branches: [], missing: null };
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
