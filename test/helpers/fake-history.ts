import { UserError } from '../../src/contract/errors.ts';
import type { TouchedFiles } from '../../src/contract/files.ts';
import type { HistoryDetail, HistoryPage, IndexFault, IndexProgress } from '../../src/contract/history.ts';
import type { SearchReply } from '../../src/contract/search.ts';
import type { Timeline, UsageReport } from '../../src/contract/usage.ts';
import type { SearchRequest, UsageRequest } from '../../src/ports/transcript-index.ts';
import type { ExportFile, ExportFormat, History, HistoryQuery, WholeRecord } from '../../src/services/api.ts';
import { fakeHistoryPage } from './fake-history-pages.ts';
import { EMPTY_USAGE, READY } from './make-history.ts';

type Asked =
  | { what: 'list'; query: HistoryQuery }
  | { what: 'search'; request: Omit<SearchRequest, 'budgetMs'> }
  | { what: 'usage'; request: UsageRequest }
  | { what: 'record'; place: Parameters<History['record']>[0] }
  | { what: 'export'; key: string; format: ExportFormat }
  | { what: 'rebuild' | 'verify' }
  | { what: 'forget'; key: string | null };

/** The index's side of a fake mission: answers what a test puts in, and writes down what was asked. */
export class FakeHistory implements History {
  readonly details = new Map<string, HistoryDetail>();
  readonly asked: Asked[] = [];
  progressNow: IndexProgress = READY;
  faults: IndexFault[] = [];
  searchReply: () => SearchReply = () => ({ hits: [], next: null, exhausted: true, tookMs: 1, complete: true });
  recordOf: () => WholeRecord = () => ({ items: [], raw: '{}' });
  exportText: () => AsyncIterable<string> = async function* () {
    yield '# A title\n';
  };

  put(detail: HistoryDetail): HistoryDetail {
    this.details.set(detail.key, detail);
    return detail;
  }

  list(query: HistoryQuery): HistoryPage {
    this.asked.push({ what: 'list', query });
    const { cursor, limit, agent, project, text, sourceDeleted } = query;
    return fakeHistoryPage([...this.details.values()], {
      cursor,
      limit,
      agent,
      project,
      text,
      deleted: sourceDeleted === true ? 'only' : undefined,
    });
  }

  entry(key: string): HistoryDetail {
    const detail = this.details.get(key);
    if (detail === undefined) throw new UserError({ code: 'session_unknown', message: 'There is no such session.' });
    return detail;
  }

  async record(place: Parameters<History['record']>[0]): Promise<WholeRecord> {
    this.asked.push({ what: 'record', place });
    return this.recordOf();
  }

  async touchedFiles(): Promise<TouchedFiles> {
    return { files: [], complete: true };
  }

  timeline(): Timeline {
    return {
      spans: [{ kind: 'tool', from: 1, to: 3, label: 'Bash' }],
      totals: { model: 0, tool: 2, waiting_for_you: 0, idle: 0 },
    };
  }

  async exportOf(key: string, format: ExportFormat): Promise<ExportFile> {
    this.asked.push({ what: 'export', key, format });
    return { name: 'claude-ledger.md', type: 'text/markdown; charset=utf-8', text: this.exportText() };
  }

  async search(request: Omit<SearchRequest, 'budgetMs'>): Promise<SearchReply> {
    this.asked.push({ what: 'search', request });
    return this.searchReply();
  }

  async usage(request: UsageRequest): Promise<UsageReport> {
    this.asked.push({ what: 'usage', request });
    return EMPTY_USAGE;
  }

  progress(): IndexProgress {
    return this.progressNow;
  }

  async verify(): Promise<{ faults: IndexFault[]; checkedFiles: number }> {
    this.asked.push({ what: 'verify' });
    return { faults: this.faults, checkedFiles: this.details.size };
  }

  async rebuild(): Promise<IndexProgress> {
    this.asked.push({ what: 'rebuild' });
    return this.progressNow;
  }

  async forgetDeleted(key: string | null): Promise<number> {
    this.asked.push({ what: 'forget', key });
    return this.details.size;
  }
}
