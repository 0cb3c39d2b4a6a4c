import type { Branch, ConversationItem } from '../../src/contract/conversation.ts';
import type { HistoryDetail, IndexFault, IndexProgress } from '../../src/contract/history.ts';
import type { SearchReply } from '../../src/contract/search.ts';
import type { Span, UsageReport } from '../../src/contract/usage.ts';
import type { Generation, HistoryStore } from '../../src/ports/history-store.ts';
import type { SearchRequest, TranscriptIndex, UsageRequest } from '../../src/ports/transcript-index.ts';
import { EMPTY_USAGE, READY } from './make-history.ts';

/** What the fake index knows of one file. */
export interface FakeFile {
  path: string;
  agentId?: string;
  state?: Generation['state'];
  sketch?: boolean;
  branches?: Branch[];
  /** What was kept, in order; offsets are bytes. */
  items?: readonly ConversationItem[];
  /** Up to where it was read; default: behind the last item. */
  read?: number;
  size?: number;
}

/** An index in memory, as a test fills it; the store answers what it was given. */
export class FakeIndex implements TranscriptIndex {
  readonly hinted: string[] = [];
  readonly searched: SearchRequest[] = [];
  readonly forgotten: (string | null)[] = [];
  readonly #details = new Map<string, HistoryDetail>();
  readonly #spans = new Map<string, Span[]>();
  readonly #files: { key: string; file: FakeFile; generation: Generation }[] = [];
  readonly #listeners = new Set<(progress: IndexProgress) => void>();
  #progress: IndexProgress = READY;
  /** Called by `rebuild`. */
  onRebuild: () => Promise<void> = async () => {};
  faults: IndexFault[] = [];
  usageAsked: UsageRequest | null = null;

  put(detail: HistoryDetail, ...files: FakeFile[]): void {
    this.#details.set(detail.key, detail);
    for (const file of files) this.putFile(detail.key, file);
  }

  putFile(key: string, file: FakeFile): void {
    const { path, agentId, state = 'there', sketch = false, items = [] } = file;
    const [agent = '', ...id] = key.split(':');
    const generation: Generation = {
      id: this.#files.length + 1,
      path,
      file: {
        agent: agent === 'codex' ? 'codex' : 'claude',
        sessionId: id.join(':'),
        ...(agentId === undefined ? {} : { agentId }),
        archived: false,
        encoding: 'plain',
      },
      head: { length: 0, hash: '' },
      tail: { length: 0, hash: '' },
      read: file.read ?? (items.at(-1)?.offset ?? -1) + 1,
      size: file.size ?? 0,
      mtimeMs: 0,
      inode: '',
      state,
      sketch,
    };
    this.#files.push({ key, file, generation });
  }

  putSpans(key: string, spans: Span[]): void {
    this.#spans.set(key, spans);
  }

  setProgress(progress: IndexProgress): void {
    this.#progress = progress;
    for (const listener of this.#listeners) listener(progress);
  }

  readonly store: HistoryStore = {
    list: ({ limit }) => {
      const sessions = [...this.#details.values()].slice(0, limit);
      return { sessions, total: this.#details.size, next: null };
    },
    session: (key) => this.#details.get(key) ?? null,
    generationsOf: (key, agentId) =>
      this.#files
        .filter((one) => one.key === key && (one.file.agentId ?? null) === agentId)
        .map(({ generation }) => generation),
    branches: (id) => this.#file(id)?.branches ?? [],
    items: (id, from, to) => (this.#file(id)?.items ?? []).filter(({ offset }) => offset >= from && offset < to),
    blocks: () => [],
    unpack: () => [],
    usage: () => [],
    spans: (key) => this.#spans.get(key) ?? [],
    waited: () => [],
    limits: () => [],
    counts: () => ({ files: this.#files.length, bytes: 0, read: 0, unreadable: 0, sessions: this.#details.size }),
    verify: () => [],
    close: () => {},
  };

  progress(): IndexProgress {
    return this.#progress;
  }

  onProgress(listener: (progress: IndexProgress) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hint(path: string): void {
    this.hinted.push(path);
  }

  async settle(): Promise<void> {}

  async search(request: SearchRequest): Promise<SearchReply> {
    this.searched.push(request);
    return { hits: [], next: null, exhausted: true, tookMs: 1, complete: true };
  }

  async usage(request: UsageRequest): Promise<UsageReport> {
    this.usageAsked = request;
    return EMPTY_USAGE;
  }

  async verify(): Promise<readonly IndexFault[]> {
    return this.faults;
  }

  rebuild(): Promise<void> {
    return this.onRebuild();
  }

  async forgetDeleted(session?: { agent: string; id: string }): Promise<number> {
    this.forgotten.push(session === undefined ? null : `${session.agent}:${session.id}`);
    return 1;
  }

  async dispose(): Promise<void> {}

  #file(id: number): FakeFile | undefined {
    return this.#files.find(({ generation }) => generation.id === id)?.file;
  }
}
