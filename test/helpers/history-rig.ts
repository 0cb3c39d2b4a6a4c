import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from '../../src/contract/session.ts';
import type { WaitMark } from '../../src/core/usage/waits.ts';
import { createPageReader } from '../../src/ingest/page-reader.ts';
import type { HookTraces } from '../../src/ports/hook-traces.ts';
import type { AgentAdapter } from '../../src/ports/agent.ts';
import { HistoryService } from '../../src/services/history/history.ts';
import { FakeIndex } from './fake-index.ts';
import { plainFormat } from './plain-format.ts';

export const NOW = Date.UTC(2026, 0, 2, 12);

/** The history over a fake index and real files in the plain format. */
export class HistoryRig {
  readonly index = new FakeIndex();
  readonly history: HistoryService;
  readonly folder = mkdtempSync(join(tmpdir(), 'amc-history-'));
  /** Sessions of the board, by key. */
  readonly board = new Map<string, Session>();
  /** What the adapter says holds a session's conversation, by id. */
  readonly transcripts = new Map<string, string>();
  marks: WaitMark[] = [];
  waiting: ReturnType<HookTraces['waiting']> = [];
  clears: ReturnType<HookTraces['clears']> = { from: null, into: [] };

  constructor() {
    this.history = new HistoryService({
      index: this.index,
      adapters: {
        agents: new Map([['claude', this.#adapter()]]),
        formats: new Map([['claude', plainFormat]]),
      },
      pages: createPageReader(),
      clock: () => NOW,
      traces: { waitMarks: () => this.marks, waiting: () => this.waiting, clears: () => this.clears },
      board: (key) => this.board.get(key) ?? null,
    });
  }

  /** Writes a file and returns its path. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #adapter(): AgentAdapter {
    return {
      agent: 'claude',
      start: async () => {},
      reconcile: async () => {},
      transcriptOf: async ({ id }) => this.transcripts.get(id) ?? null,
      offers: () => [],
      path: () => ({ channel: 'none', reason: 'a test' }),
      deliver: async () => ({ state: 'failed', reason: { code: 'test', message: 'a test' } }),
      health: () => [],
      dispose: async () => {},
    };
  }
}

export async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let whole = '';
  for await (const part of parts) whole += part;
  return whole;
}
