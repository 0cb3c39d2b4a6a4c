import { UserError } from '../contract/errors.ts';
import type { TouchedFile, TouchedFiles } from '../contract/files.ts';
import type { HistoryDetail, HistoryPage, IndexFault, IndexProgress } from '../contract/history.ts';
import type { SearchReply } from '../contract/search.ts';
import type { Session } from '../contract/session.ts';
import type { Timeline, UsageReport } from '../contract/usage.ts';
import { ToolJoiner } from '../core/conversation/turns.ts';
import { timelineOf } from '../core/timeline.ts';
import type { UsageFact } from '../ports/history-store.ts';
import type { SearchRequest, UsageRequest } from '../ports/transcript-index.ts';
import type { ExportFile, ExportFormat, History, HistoryQuery, WholeRecord } from '../services/api.ts';
import { htmlOf } from '../services/history/export/html.ts';
import { jsonOf } from '../services/history/export/json.ts';
import { markdownOf } from '../services/history/export/markdown.ts';
import type { Step } from '../services/history/export/step.ts';
import type { DemoAgent } from './agent.ts';
import type { ConversationBook } from './conversation-book.ts';
import { PASTED } from './data/picture.ts';
import { detailOfAgent } from './history-detail.ts';
import type { PastSession } from './past.ts';
import { searchDemo } from './search.ts';
import { usageOf } from './usage.ts';

export interface DemoHistoryOptions {
  past: readonly PastSession[];
  agents: ReadonlyMap<string, DemoAgent>;
  facts: readonly UsageFact[];
  now: () => number;
  sessionOf: (key: string) => Session | null;
}

const FORMATS = {
  markdown: { extension: 'md', type: 'text/markdown; charset=utf-8', write: markdownOf },
  html: { extension: 'html', type: 'text/html; charset=utf-8', write: htmlOf },
  json: { extension: 'json', type: 'application/json', write: jsonOf },
} as const;

/** Everything the agents of the demo ever wrote. */
export class DemoHistory implements History {
  readonly #options: DemoHistoryOptions;
  readonly #past: Map<string, PastSession>;

  constructor(options: DemoHistoryOptions) {
    this.#options = options;
    this.#past = new Map(options.past.map((session) => [session.detail.key, session]));
  }

  list({ cursor, limit, agent, project, text, sourceDeleted }: HistoryQuery): HistoryPage {
    const holds = (whole: string, part = ''): boolean => whole.toLowerCase().includes(part.toLowerCase());
    const found = this.#details()
      .filter((entry) => agent === undefined || entry.agent === agent)
      .filter((entry) => sourceDeleted !== true || entry.sourceDeleted)
      .filter((entry) => holds(entry.project.dir, project))
      .filter((entry) => holds(`${entry.title} ${entry.firstPrompt ?? ''} ${entry.project.dir}`, text))
      .toSorted((a, b) => b.lastAt - a.lastAt);
    const from = Number(cursor ?? 0);
    const next = from + limit < found.length ? String(from + limit) : null;
    return { sessions: found.slice(from, from + limit), total: found.length, next };
  }

  entry(key: string): HistoryDetail {
    const found = this.detail(key);
    if (found === null) throw unknownSession();
    return found;
  }

  /** The same, or null. */
  detail(key: string): HistoryDetail | null {
    const agent = this.#options.agents.get(key);
    return agent === undefined ? (this.#past.get(key)?.detail ?? null) : detailOfAgent(agent);
  }

  /** The conversation of a session, or of one of its subagents. */
  book(key: string, agentId?: string): ConversationBook {
    const agent = this.#options.agents.get(key);
    const book =
      agent === undefined
        ? this.#past.get(key)?.book
        : agentId === undefined
          ? agent.book
          : agent.subagents.get(agentId)?.book;
    if (book === undefined) throw unknownSession();
    return book;
  }

  async record({
    key,
    offset,
    agentId,
  }: {
    key: string;
    offset: number;
    agentId?: string | undefined;
  }): Promise<WholeRecord> {
    const item = this.book(key, agentId).at(offset);
    if (item === undefined)
      throw new UserError({ code: 'record_unknown', message: 'There is no record at this place.' });
    return {
      items: [item],
      ...(item.kind === 'prompt' && item.images > 0 ? { pictures: Array(item.images).fill(PASTED) } : {}),
      raw: JSON.stringify({ type: item.kind, timestamp: new Date(item.at ?? 0).toISOString(), message: item }),
    };
  }

  timeline(key: string): Timeline {
    const spans = this.#options.agents.get(key)?.spans ?? this.#past.get(key)?.spans;
    if (spans === undefined) throw unknownSession();
    return timelineOf(spans, this.#options.now());
  }

  async touchedFiles(key: string): Promise<TouchedFiles> {
    const files = new Map<string, TouchedFile>();
    for (const item of this.book(key).items) {
      if (item.kind !== 'tool_call' || item.view?.type !== 'edit') continue;
      for (const { path, before, after = '' } of item.view.files) {
        const known = files.get(path);
        const lines = (text: string): number => (text === '' ? 0 : text.split('\n').length);
        files.set(path, {
          path,
          edits: (known?.edits ?? 0) + 1,
          added: (known?.added ?? 0) + onlyIn(after, before ?? ''),
          removed: (known?.removed ?? 0) + onlyIn(before ?? '', after),
          created: known?.created ?? lines(before ?? '') === 0,
          ...(item.at === undefined ? {} : { lastAt: item.at }),
          offset: item.offset,
        });
      }
    }
    return { files: [...files.values()].toSorted((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0)), complete: true };
  }

  async exportOf(key: string, format: ExportFormat): Promise<ExportFile> {
    const session = this.#options.sessionOf(key);
    if (session === null) throw unknownSession();
    const head = { session, detail: this.detail(key), exportedAt: this.#options.now() };
    const { extension, type, write } = FORMATS[format];
    return {
      name: `demo-${session.project.name}-${session.id.slice(0, 8)}.${extension}`,
      type,
      text: write(head, steps(this.book(key))),
    };
  }

  async search({ query, cursor, limit }: Omit<SearchRequest, 'budgetMs'>): Promise<SearchReply> {
    const all = this.#details().map((entry) => ({
      entry,
      items: this.book(entry.key).items,
      files: entry.files.map(({ path }) => path),
    }));
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return searchDemo(all, { query, cursor, limit, now: this.#options.now(), timeZone });
  }

  async usage(request: UsageRequest): Promise<UsageReport> {
    const { past, agents, facts, now } = this.#options;
    const spans = [
      ...past.map(({ detail, spans: own }) => ({ key: detail.key as string, dir: detail.project.dir, spans: own })),
      ...[...agents.values()].map((agent) => ({ key: agent.key as string, dir: agent.dir, spans: agent.spans })),
    ];
    return usageOf({ facts, spans, titleOf: (key) => this.detail(key)?.title, now: now() }, request);
  }

  progress(): IndexProgress {
    const all = this.#details();
    const bytes = all.reduce((sum, entry) => sum + entry.bytes, 0);
    return {
      state: 'ready',
      files: { known: all.length, read: all.length },
      bytes: { known: bytes, read: bytes },
      etaMs: null,
      unreadable: 0,
      problem: null,
    };
  }

  async verify(): Promise<{ faults: IndexFault[]; checkedFiles: number }> {
    return { faults: [], checkedFiles: this.#details().length };
  }

  async rebuild(): Promise<IndexProgress> {
    return this.progress();
  }

  /** Nothing is forgotten: there are no files. */
  async forgetDeleted(): Promise<number> {
    return 0;
  }

  #details(): HistoryDetail[] {
    return [
      ...[...this.#options.agents.values()].map(detailOfAgent),
      ...[...this.#past.values()].map(({ detail }) => detail),
    ];
  }
}

async function* steps(book: ConversationBook): AsyncGenerator<Step> {
  const joiner = new ToolJoiner();
  for (const item of book.items) for (const part of joiner.push(item)) yield { type: 'part', part };
  for (const part of joiner.flush()) yield { type: 'part', part };
}

/** Lines of `text` that `other` has not. */
function onlyIn(text: string, other: string): number {
  const lines = new Set(other.split('\n'));
  return text === '' ? 0 : text.split('\n').filter((line) => !lines.has(line)).length;
}

function unknownSession(): UserError {
  return new UserError({
    code: 'session_unknown',
    message: 'There is no such session.',
    next: 'Look at the board for what there is.',
  });
}
