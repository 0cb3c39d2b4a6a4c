import type { VitalFacts } from '../../core/vitals.ts';
import type { TranscriptRecord } from './record.ts';
import { contextOf, usageOf } from './transcript/usage.ts';

const LONG = '[1m]';
const LONG_WINDOW = 1_000_000;

/** How full the main conversation's context is, by its newest answer. See FORMAT.md, "Tokens". */
export class ContextWatch {
  #news: VitalFacts | null = null;
  /** The model it was started with, and when: only its name there tells of the long window, not that in the answers. */
  #started: { model: string; at: number } | null = null;
  #changedAt = -Infinity;

  /** E.g. `claude-opus-4-8[1m]`. */
  startedWith(model: string, at: number): void {
    if (at >= (this.#started?.at ?? -Infinity)) this.#started = { model, at };
  }

  /** A model was chosen while it runs. */
  modelChanged(at: number): void {
    this.#changedAt = Math.max(this.#changedAt, at);
  }

  take(record: TranscriptRecord): void {
    if (record.isSidechain) return;
    // What is left of the conversation is only known with the next answer.
    if (record.type === 'system' && record.subtype === 'compact_boundary') this.#news = { contextTokens: null };
    if (record.type !== 'assistant' || record.isApiErrorMessage) return;
    const usage = usageOf(record);
    if (usage === null) return;
    const { used, window } = contextOf(usage);
    if (used === 0) return;
    const isLong = this.#started?.model === usage.model + LONG && this.#started.at > this.#changedAt;
    this.#news = { contextTokens: used, contextWindow: isLong ? LONG_WINDOW : window };
  }

  /** What is new since it was asked last. */
  news(): VitalFacts | null {
    const news = this.#news;
    this.#news = null;
    return news;
  }
}
