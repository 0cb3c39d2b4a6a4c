import { join } from 'node:path';
import { parseJsonLine } from '../../lib/json-line.ts';
import type { Line } from '../../lib/line-splitter.ts';
import type { LogTailer, Tail, TailNews } from '../../ports/log-reader.ts';

export const NAMES_FILE = 'session_index.jsonl';
const TAIL_BYTES = 128 * 1024;

/** The names Codex or its user gave to threads: `session_index.jsonl`, of which the last line of a thread counts. */
export class ThreadNames {
  readonly #names = new Map<string, string>();
  readonly #tail: Tail;

  constructor({
    codexHome,
    tailer,
    named,
  }: {
    codexHome: string;
    tailer: LogTailer;
    named: (threadId: string, name: string, at: number | null) => void;
  }) {
    this.#tail = tailer.follow({
      path: join(codexHome, NAMES_FILE),
      tailBytes: TAIL_BYTES,
      onNews: (news) => this.#heard(news, named),
    });
  }

  nameOf(threadId: string): string | null {
    return this.#names.get(threadId) ?? null;
  }

  settle(): Promise<void> {
    return this.#tail.settle();
  }

  stop(): void {
    this.#tail.stop();
  }

  #heard(news: TailNews, named: (threadId: string, name: string, at: number | null) => void): void {
    if (news.type !== 'lines') return;
    for (const line of news.lines) {
      const read = nameIn(line);
      if (read === null) continue;
      this.#names.set(read.threadId, read.name);
      named(read.threadId, read.name, read.at);
    }
  }
}

/** A broken line costs a name only. */
export function nameIn(line: Line): { threadId: string; name: string; at: number | null } | null {
  const parsed = parseJsonLine(line);
  if (parsed.kind !== 'object') return null;
  const { id, thread_name: name, updated_at: updated } = parsed.value;
  const at = typeof updated === 'string' ? Date.parse(updated) : Number.NaN;
  if (typeof id !== 'string' || typeof name !== 'string' || name.trim() === '') return null;
  return { threadId: id, name, at: Number.isNaN(at) ? null : at };
}
