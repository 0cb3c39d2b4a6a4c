import { dirname, join } from 'node:path';
import type { Clock } from '../../ports/clock.ts';
import type { LogTailer } from '../../ports/log-reader.ts';
import { blocksOf, type TranscriptRecord } from './record.ts';
import { isSafeId } from './transcript-path.ts';
import type { RequestBook } from './request-book.ts';
import type { Tell } from './tell.ts';
import { TranscriptFollower } from './transcript-follower.ts';

export interface SubagentReceiptsOptions {
  tailer: LogTailer;
  tell: Tell;
  clock: Clock;
  book: RequestBook;
}

/**
 * A subagent's tool results are in a file of its own beside the session's transcript. It is followed only while
 * something that this subagent asked is not settled.
 */
export class SubagentReceipts {
  readonly #options: SubagentReceiptsOptions;
  readonly #followers = new Map<string, TranscriptFollower>();

  constructor(options: SubagentReceiptsOptions) {
    this.#options = options;
  }

  follow(transcriptPath: string, sessionId: string, agentId: string): void {
    if (this.#followers.has(agentId) || !isSafeId(agentId)) return;
    const follower = new TranscriptFollower({
      ...this.#options,
      onRecords: (records) => records.forEach((record) => this.#take(record, agentId)),
      onReset: () => undefined,
    });
    follower.follow(join(dirname(transcriptPath), sessionId, 'subagents', `agent-${agentId}.jsonl`));
    this.#followers.set(agentId, follower);
  }

  /** Follows only these from now on. */
  keep(agentIds: ReadonlySet<string>): void {
    for (const [agentId, follower] of this.#followers) {
      if (agentIds.has(agentId)) continue;
      follower.stop();
      this.#followers.delete(agentId);
    }
  }

  stop(): void {
    this.keep(new Set());
  }

  #take(record: TranscriptRecord, agentId: string): void {
    const { book, clock } = this.#options;
    const at = record.at ?? clock();
    for (const block of blocksOf(record.message?.content)) {
      if (block.type === 'tool_use')
        book.noteToolUse({ id: block.id, tool: block.name, input: block.input, agentId, at });
      if (block.type === 'tool_result') book.resulted(block.callId, record, at);
    }
  }
}
