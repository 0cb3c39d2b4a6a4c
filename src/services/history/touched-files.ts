import type { TouchedFile, TouchedFiles } from '../../contract/files.ts';
import { FileEdits, type FileEdit } from './file-edits.ts';
import type { ConversationSources } from './sources.ts';

export interface TouchedFilesRequest {
  key: string;
  /** The subagents whose conversations belong to it. */
  subagents: readonly string[];
  /** The folder that relative paths start from. */
  dir: string;
  budgetMs: number;
}

/** So many conversations' edits stay known. */
const KEPT = 24;

/** The files that sessions wrote or edited, by their own records: of the session and of its subagents. */
export class TouchedFilesReader {
  readonly #sources: ConversationSources;
  /** By session and subagent, the longest unused first. */
  readonly #known = new Map<string, FileEdits>();
  /** One look at a time: two would read the same. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(sources: ConversationSources) {
    this.#sources = sources;
  }

  /** Reads for `budgetMs` at most; what is not known then the next call goes on with. */
  of(request: TouchedFilesRequest): Promise<TouchedFiles> {
    const next = this.#last.then(() => this.#read(request));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #read({ key, subagents, dir, budgetMs }: TouchedFilesRequest): Promise<TouchedFiles> {
    const deadline = performance.now() + budgetMs;
    const isOver = (): boolean => performance.now() >= deadline;
    let complete = true;
    const files = new Map<string, TouchedFile>();
    for (const agentId of [null, ...subagents]) {
      const edits = await this.#editsOf(key, agentId, isOver);
      complete &&= edits?.isComplete ?? true;
      for (const edit of edits?.edits ?? []) add(files, edit, { agentId, dir });
    }
    return { files: [...files.values()].sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0)), complete };
  }

  /** null: there is no record of it. */
  async #editsOf(key: string, agentId: string | null, isOver: () => boolean): Promise<FileEdits | null> {
    const source = await this.#sources.find(key, agentId, 'page');
    if (source.from === 'none') return null;
    const name = `${key}\n${agentId ?? ''}`;
    const edits = this.#known.get(name) ?? new FileEdits();
    // What the index kept does not tell edits from other calls: of a file that is gone there is nothing to count.
    if (source.from === 'index') return edits;
    await edits.readOn(source.records, isOver);
    this.#keep(name, edits);
    return edits;
  }

  #keep(name: string, edits: FileEdits): void {
    this.#known.delete(name);
    this.#known.set(name, edits);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** Edits of one conversation come newest first; those of several meet here. */
function add(
  files: Map<string, TouchedFile>,
  edit: FileEdit,
  { agentId, dir }: { agentId: string | null; dir: string },
): void {
  const path = absolute(edit.path, dir);
  const { added, removed, created, at, offset } = edit;
  const before = files.get(path);
  const newest = { ...(at === undefined ? {} : { lastAt: at }), offset, ...(agentId === null ? {} : { agentId }) };
  if (before === undefined) {
    files.set(path, { path, edits: 1, added, removed, created, ...newest });
    return;
  }
  const { edits, added: more, removed: less, created: wasCreated, ...place } = before;
  const isNewer = (at ?? 0) > (before.lastAt ?? 0);
  files.set(path, {
    path,
    edits: edits + 1,
    added: sum(more, added),
    removed: sum(less, removed),
    created: wasCreated || created,
    ...(isNewer ? newest : place),
  });
}

/** What one record does not tell is not made up from the others. */
function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function absolute(path: string, dir: string): string {
  if (path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) || dir === '') return path;
  return `${dir.replace(/\/$/, '')}/${path.replace(/^\.\//, '')}`;
}
