import type { ConversationPage } from '../../contract/conversation.ts';
import { UserError } from '../../contract/errors.ts';
import type { TouchedFiles } from '../../contract/files.ts';
import type { HistoryDetail, HistoryPage, IndexFault, IndexProgress } from '../../contract/history.ts';
import type { SearchReply } from '../../contract/search.ts';
import type { Session, SessionRef } from '../../contract/session.ts';
import type { Timeline, UsageReport } from '../../contract/usage.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HookTraces } from '../../ports/hook-traces.ts';
import type { PageReader } from '../../ports/log-reader.ts';
import type { SearchRequest, TranscriptIndex, UsageRequest } from '../../ports/transcript-index.ts';
import type { Adapters } from '../adapters.ts';
import { PermissionWaits } from '../usage/permission-waits.ts';
import { withPermissionWaits } from '../usage/waited.ts';
import type {
  ConversationQuery,
  ExportFile,
  ExportFormat,
  History,
  HistoryQuery,
  RecordPlace,
  WholeRecord,
} from '../api.ts';
import { pageOfSession } from './conversations.ts';
import { endedSession } from './ended-session.ts';
import { withClears } from './clears.ts';
import { exportFile } from './export/export.ts';
import { wholeRecord } from './record.ts';
import { refOf, sessionUnknown } from './session-ref.ts';
import type { PriceTable } from '../../core/usage/prices.ts';
import { ConversationSources } from './sources.ts';
import { sessionTimeline } from './timeline.ts';
import { TouchedFilesReader } from './touched-files.ts';

/** A search that takes longer answers with what it has. */
const SEARCH_BUDGET_MS = 1_500;
/** So long edits are looked for at once; the next look goes on. */
const FILES_BUDGET_MS = 1_500;

export interface HistoryOptions {
  index: TranscriptIndex;
  adapters: Pick<Adapters, 'agents' | 'formats'>;
  pages: PageReader;
  clock: Clock;
  traces: HookTraces;
  /** What responses cost; null: the user's own prices cannot be read, and nothing is said. */
  prices?: () => PriceTable | null;
  /** Of the sessions that are known by more than their records; null for all others. */
  board: (key: string) => Session | null;
}

/** The index and the agents' own files as one history. */
export class HistoryService implements History {
  readonly #options: HistoryOptions;
  readonly #sources: ConversationSources;
  readonly #waits: PermissionWaits;
  readonly #touched: TouchedFilesReader;

  constructor(options: HistoryOptions) {
    this.#options = options;
    const { adapters, pages, index, traces } = options;
    const isLive = (ref: SessionRef): boolean => this.#isLive(`${ref.agent}:${ref.id}`);
    this.#sources = new ConversationSources({ adapters, pages, store: index.store, isLive });
    this.#touched = new TouchedFilesReader(this.#sources);
    this.#waits = new PermissionWaits({ store: index.store, traces });
  }

  list({ cursor, limit, ...filter }: HistoryQuery): HistoryPage {
    const { sessions, total, next } = this.#options.index.store.list({ filter, cursor, limit });
    return { sessions: [...sessions], total, next };
  }

  entry(key: string): HistoryDetail {
    const detail = this.#detail(key);
    if (detail === null) throw sessionUnknown();
    return detail;
  }

  /** A session of which only records are left; null when there are none. */
  endedSession(key: string): Session | null {
    const detail = this.#options.index.store.session(key);
    return detail === null ? null : endedSession(detail);
  }

  async conversation(key: string, query: ConversationQuery): Promise<ConversationPage> {
    const page = await pageOfSession(this.#sources, key, query, this.#options.prices);
    if (page.source === 'none') this.#known(key);
    return page;
  }

  async record(place: RecordPlace): Promise<WholeRecord> {
    return wholeRecord(this.#sources, place);
  }

  async touchedFiles(key: string): Promise<TouchedFiles> {
    const { project } = this.#known(key);
    const subagents = subagentsOf(this.#detail(key));
    return this.#touched.of({ key, subagents, dir: project.dir, budgetMs: FILES_BUDGET_MS });
  }

  timeline(key: string): Timeline {
    const session = this.#known(key);
    const ref = refOf(key);
    const live = this.#isLive(key);
    return sessionTimeline({
      spans: this.#options.index.store.spans(key),
      marks: ref === null ? [] : this.#options.traces.waitMarks(ref),
      until: live ? this.#options.clock() : session.lastActivityAt,
      live,
    });
  }

  async exportOf(key: string, format: ExportFormat): Promise<ExportFile> {
    const session = this.#known(key);
    const source = await this.#sources.find(key, null, 'whole');
    if (source.from === 'none') {
      throw new UserError({
        code: 'conversation_not_found',
        message: 'There is no record of this conversation.',
        next: 'It has not begun yet, or its agent did not write it down.',
      });
    }
    const detail = this.#detail(key);
    const head = { session, detail, exportedAt: this.#options.clock() };
    const titleOf = (other: string) => this.#options.index.store.session(other)?.title ?? null;
    return exportFile({ sources: this.#sources, head, format, titleOf });
  }

  search(request: Omit<SearchRequest, 'budgetMs'>): Promise<SearchReply> {
    return this.#options.index.search({ ...request, budgetMs: SEARCH_BUDGET_MS });
  }

  async usage(request: UsageRequest): Promise<UsageReport> {
    checkTimeZone(request.timeZone);
    const report = await this.#options.index.usage(request);
    return withPermissionWaits(report, await this.#waits.of(request), request);
  }

  progress(): IndexProgress {
    return this.#options.index.progress();
  }

  async verify(): Promise<{ faults: IndexFault[]; checkedFiles: number }> {
    const { index } = this.#options;
    const faults = await index.verify();
    return { faults: [...faults], checkedFiles: index.store.counts().files };
  }

  async rebuild(): Promise<IndexProgress> {
    const { index } = this.#options;
    let stop = (): void => {};
    const begun = new Promise<void>((resolve) => {
      stop = index.onProgress(() => resolve());
    });
    try {
      // How it goes on, and whether it fails, the progress tells.
      const rebuilt = index.rebuild();
      rebuilt.catch(() => undefined);
      await Promise.race([rebuilt, begun]);
      return index.progress();
    } finally {
      stop();
    }
  }

  async forgetDeleted(key: string | null): Promise<number> {
    if (key === null) return this.#options.index.forgetDeleted();
    const ref = refOf(key);
    if (ref === null || this.#options.index.store.session(key) === null) throw sessionUnknown();
    return this.#options.index.forgetDeleted(ref);
  }

  #detail(key: string): HistoryDetail | null {
    const ref = refOf(key);
    const detail = this.#options.index.store.session(key);
    return ref === null || detail === null ? detail : withClears(detail, this.#options.traces.clears(ref));
  }

  #known(key: string): Session {
    const session = this.#options.board(key) ?? this.endedSession(key);
    if (session === null) throw sessionUnknown();
    return session;
  }

  #isLive(key: string): boolean {
    const session = this.#options.board(key);
    return session !== null && session.status.value !== 'ended';
  }
}

/** Those in the session's own files, and those that are sessions of their own (Codex). */
function subagentsOf(detail: HistoryDetail | null): string[] {
  const own = detail?.subagents.map(({ agentId }) => agentId) ?? [];
  const others = detail?.linkedFrom.filter(({ type }) => type === 'subagent_of') ?? [];
  return [...new Set([...own, ...others.map(({ key }) => key.slice(key.indexOf(':') + 1))])];
}

function checkTimeZone(timeZone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone }).format(0);
  } catch {
    throw new UserError({
      code: 'time_zone_invalid',
      message: 'There is no such time zone.',
      next: 'Use an IANA name, e.g. Europe/Berlin.',
    });
  }
}
