import type { Line } from '../../../lib/line-splitter.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { resetOf } from '../failure.ts';
import { settingsOfRecord, type Settings } from '../modes.ts';
import { readCall, type ToolCall } from './call.ts';
import { lacksPayload, readLine, type RolloutLine } from './line.ts';
import { readMessage } from './message.ts';
import { readOutput } from './output.ts';
import { turnRecordOf, type RolloutRecord, type TurnError } from './record.ts';
import { textOrNull } from './values.ts';

/** A tool call that has no output yet. */
export interface OpenCall extends ToolCall {
  at: number;
}

/** What a line brought. */
export type RolloutNews =
  | { type: 'meta'; payload: JsonObject }
  | { type: 'context'; cwd: string | null; settings: Settings; at: number }
  | { type: 'settings'; settings: Settings; at: number }
  | { type: 'turn_started' }
  | { type: 'compacted'; at: number }
  | { type: 'context_filled'; used: number; window: number | null; at: number }
  | { type: 'plan'; itemId: string; text: string }
  | { type: 'prompt'; at: number; text: string; recordId: string }
  | { type: 'said'; at: number; text: string }
  | { type: 'output'; callId: string; output: string; at: number }
  | {
      type: 'turn_ended';
      at: number;
      how: 'complete' | 'aborted' | 'failed';
      error: TurnError | null;
      turnId: string | null;
      /** When the limit that is used up ends, ms since the epoch. */
      resetsAt: number | null;
    }
  | { type: 'odd'; offset: number; reason: string };

/** How the thread stands by its record alone. */
export type TurnState =
  /** No record of a turn was read: the part that was read lies within one, or there is none. */
  | { state: 'unknown' }
  | { state: 'running'; since: number }
  | { state: 'over'; at: number; how: 'complete' | 'aborted' | 'failed' };

/** Follows a thread through the lines of its rollout. Lines come in order; `reset` when they start again. */
export class RolloutState {
  turn: TurnState = { state: 'unknown' };
  /** Calls in progress, oldest first. */
  readonly calls = new Map<string, OpenCall>();
  /** The newest time any line named. */
  lastAt = 0;
  #resetsAt: number | null = null;
  /** Nobody is asked in this mode: `approval_policy = never`. */
  asks = true;

  reset(): void {
    this.turn = { state: 'unknown' };
    this.calls.clear();
  }

  read(line: Line): RolloutNews[] {
    const read = readLine(line);
    if (read.kind === 'blank') return [];
    if (read.kind === 'broken') return [{ type: 'odd', offset: line.offset, reason: read.reason }];
    const news = read.records.flatMap((record) => this.#read(record, line.offset));
    return read.oddity === null ? news : [...news, { type: 'odd', offset: line.offset, reason: read.oddity }];
  }

  #read(record: RolloutLine, offset: number): RolloutNews[] {
    const { at, type } = record;
    this.lastAt = Math.max(this.lastAt, at ?? 0);
    if (FOLLOWED.has(type) && lacksPayload(record)) return [{ type: 'odd', offset, reason: `has no payload: ${type}` }];
    return this.#apply(turnRecordOf(record), at ?? this.lastAt, offset);
  }

  #apply(record: RolloutRecord, at: number, offset: number): RolloutNews[] {
    switch (record.type) {
      case 'meta':
        return [{ type: 'meta', payload: record.payload }];
      case 'turn_context': {
        const { cwd, approval_policy: policy } = record.payload;
        this.asks = policy !== 'never';
        return [{ type: 'context', cwd: textOrNull(cwd), settings: settingsOfRecord(record.payload), at }];
      }
      case 'turn_started':
        this.turn = { state: 'running', since: at };
        this.calls.clear();
        return [{ type: 'turn_started' }];
      case 'turn_ended':
        this.turn = { state: 'over', at, how: record.how };
        this.calls.clear();
        return [{ ...record, at, resetsAt: this.#resetsAt }];
      case 'settings':
        return [{ type: 'settings', settings: settingsOfRecord(record.payload), at }];
      case 'counted':
        if (record.limits !== null) this.#resetsAt = resetOf(record.limits);
        return record.context === undefined ? [] : [{ type: 'context_filled', ...record.context, at }];
      case 'compacted':
        return [{ type: 'compacted', at }];
      case 'plan':
        return [record];
      case 'prompt':
        return [{ type: 'prompt', at, text: record.text, recordId: record.recordId ?? `o${offset}` }];
      case 'item':
        return this.#item(record.payload, at);
      default:
        return [];
    }
  }

  #item(payload: JsonObject, at: number): RolloutNews[] {
    if (payload['type'] === 'message') {
      const read = readMessage(payload);
      return read.kind === 'visible' && read.message.role === 'assistant'
        ? [{ type: 'said', at, text: read.message.text }]
        : [];
    }
    const call = readCall(payload);
    // A web search is recorded when it is over and has no output of its own.
    if (call !== null && payload['type'] !== 'web_search_call') this.calls.set(call.callId, { ...call, at });
    const output = call === null ? readOutput(payload) : null;
    if (output === null) return [];
    this.calls.delete(output.callId);
    return [{ type: 'output', callId: output.callId, output: output.output, at }];
  }
}

const FOLLOWED = new Set(['session_meta', 'turn_context', 'event_msg', 'response_item']);
