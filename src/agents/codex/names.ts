import { join } from 'node:path';
import { parseJsonLine } from '../../lib/json-line.ts';
import type { LogTailer, Tail, TailNews } from '../../ports/log-reader.ts';

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
    named: (threadId: string, name: string) => void;
  }) {
    this.#tail = tailer.follow({
      path: join(codexHome, 'session_index.jsonl'),
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

  /** A broken line costs a name only. */
  #heard(news: TailNews, named: (threadId: string, name: string) => void): void {
    if (news.type !== 'lines') return;
    for (const line of news.lines) {
      const parsed = parseJsonLine(line);
      if (parsed.kind !== 'object') continue;
      const { id, thread_name: name } = parsed.value;
      if (typeof id !== 'string' || typeof name !== 'string' || name.trim() === '') continue;
      this.#names.set(id, name);
      named(id, name);
    }
  }
}
