import type { ConversationItem } from '../contract/conversation.ts';
import type { Span, SpanKind, Timeline } from '../contract/usage.ts';
import { closedSpan, freshState, readState, type SpanState } from './timeline-state.ts';
import { lengthOf } from './usage/intervals.ts';

/** What the timeline needs of a record; `RecordReading` of the ports is one. */
export interface TimedRecord {
  /** ms since the epoch. */
  at?: number;
  items: readonly ConversationItem[];
  facts?: { turnEnded?: boolean };
  /** Of its tool calls, those that ask a person. */
  waits?: readonly string[];
}

type ToolCall = Extract<ConversationItem, { kind: 'tool_call' }>;

/** A record this much older than the one before: the clock was set back, nothing is measured across it. */
const CLOCK_SET_BACK_MS = 3_600_000;
const MAX_OPEN = 256;
const LABEL_LENGTH = 120;

/**
 * Tells from the records of one file, in file order, who was at it when: the model (from a prompt or the last result to
 * the last word of its response), tools (parallel ones as one span), the person (a question or plan, until its result),
 * nobody (from the end of a turn to the next prompt). Only what has ended is told. What never ended, because the agent
 * died, ends with the last record it wrote. Records without a usable time count as written with the one before; spans
 * are never empty or negative.
 */
export class SpanBuilder {
  readonly #state: SpanState;
  #spans: Span[] = [];

  /** `memory`: what `save` gave; text that is none begins anew. */
  constructor(memory: string | null) {
    this.#state = (memory === null ? null : readState(memory)) ?? freshState();
  }

  add(record: TimedRecord): void {
    const at = this.#timeOf(record.at ?? record.items.find((item) => item.at !== undefined)?.at);
    if (at === null) return;
    for (const item of record.items) this.#take(item, at, record.waits);
    if (record.facts?.turnEnded === true) this.#stop(at);
  }

  /** Spans that ended since the last call, by beginning. */
  take(): Span[] {
    const spans = this.#spans.sort((a, b) => a.from - b.from);
    this.#spans = [];
    return spans;
  }

  /** For the constructor, when reading goes on later. */
  save(): string {
    return JSON.stringify(this.#state);
  }

  #timeOf(told: number | undefined): number | null {
    const state = this.#state;
    if (told === undefined || !Number.isFinite(told) || told <= 0) return state.now;
    if (state.now !== null && told < state.now - CLOCK_SET_BACK_MS) Object.assign(state, freshState());
    state.now = Math.max(told, state.now ?? told);
    return state.now;
  }

  #take(item: ConversationItem, at: number, waits: readonly string[] | undefined): void {
    switch (item.kind) {
      case 'prompt':
        this.#prompted(at, item.via === 'queued');
        break;
      case 'reply':
      case 'thinking':
        this.#spoke(at);
        break;
      case 'tool_call':
        this.#spoke(at);
        this.#called(item, at, waits?.includes(item.callId) === true);
        break;
      case 'tool_result':
        this.#answered(item.callId, at);
        break;
      case 'note':
        if (item.note === 'interrupted') this.#stop(at);
    }
  }

  #prompted(at: number, queued: boolean): void {
    const state = this.#state;
    if (queued && state.idleSince === null && state.active !== null) return;
    if (state.idleSince === null && state.active !== null) this.#abandon(state.active);
    this.#endIdle(at);
    state.model = { from: at, to: null };
    state.active = at;
  }

  #spoke(at: number): void {
    const state = this.#state;
    this.#endIdle(at);
    if (state.model !== null) state.model.to = at;
    else if (state.open.length === 0) state.model = { from: at, to: at };
    state.active = at;
  }

  #called({ callId, tool, summary }: ToolCall, at: number, waits: boolean): void {
    const state = this.#state;
    if (state.open.some(({ id }) => id === callId)) return;
    this.#endModel(at);
    const label = waits && summary !== '' ? summary : tool;
    state.open.push({ id: callId, from: at, label: label.slice(0, LABEL_LENGTH), waits });
    if (state.open.length > MAX_OPEN) state.open.shift();
    if (waits) return;
    state.tools ??= { from: at, labels: [] };
    if (!state.tools.labels.includes(tool)) state.tools.labels.push(tool.slice(0, LABEL_LENGTH));
  }

  #answered(callId: string, at: number): void {
    const state = this.#state;
    const call = state.open.find(({ id }) => id === callId);
    if (call === undefined) return;
    state.open = state.open.filter((other) => other !== call);
    if (call.waits) this.#tell('waiting_for_you', call.from, at, call.label);
    else if (state.open.every(({ waits }) => waits)) this.#endTools(at);
    if (state.open.length === 0) state.model = { from: at, to: null };
    state.active = at;
  }

  /** The turn is over, by its own end or by a person's. */
  #stop(at: number): void {
    const state = this.#state;
    if (state.idleSince !== null || state.active === null) return;
    this.#endModel(at);
    this.#endOpen(at);
    state.idleSince = at;
  }

  /** The agent went away in the midst of it; its last record is all that is known of its end. */
  #abandon(at: number): void {
    this.#state.model = this.#state.model?.to == null ? null : this.#state.model;
    this.#endModel(at);
    this.#endOpen(at);
    this.#state.idleSince = at;
  }

  #endModel(at: number): void {
    const { model } = this.#state;
    if (model !== null) this.#tell('model', model.from, model.to ?? at);
    this.#state.model = null;
  }

  #endOpen(at: number): void {
    for (const { waits, from, label } of this.#state.open) if (waits) this.#tell('waiting_for_you', from, at, label);
    this.#state.open = [];
    this.#endTools(at);
  }

  #endTools(at: number): void {
    const { tools } = this.#state;
    if (tools !== null) this.#tell('tool', tools.from, at, toolsLabel(tools.labels));
    this.#state.tools = null;
  }

  #endIdle(at: number): void {
    const { idleSince } = this.#state;
    if (idleSince !== null) this.#tell('idle', idleSince, at);
    this.#state.idleSince = null;
  }

  #tell(kind: SpanKind, from: number, to: number, label?: string): void {
    const span = closedSpan(kind, from, to, label);
    if (span !== null) this.#spans.push(span);
  }
}

/** Spans in order with their sums; what goes on counts until `now`. Time that spans of one kind share counts once. */
export function timelineOf(spans: readonly Span[], now: number): Timeline {
  const sorted = spans.filter(isSound).sort((a, b) => a.from - b.from || (a.to ?? Infinity) - (b.to ?? Infinity));
  const total = (kind: SpanKind) =>
    lengthOf(sorted.filter((span) => span.kind === kind).map(({ from, to }) => ({ from, to: to ?? now })));
  const totals = {
    model: total('model'),
    tool: total('tool'),
    waiting_for_you: total('waiting_for_you'),
    idle: total('idle'),
  };
  return { spans: sorted, totals };
}

function isSound({ from, to }: Span): boolean {
  return Number.isFinite(from) && (to === null || (Number.isFinite(to) && to >= from));
}

const SHOWN_TOOLS = 3;

function toolsLabel(tools: readonly string[]): string {
  const more = tools.length - SHOWN_TOOLS;
  return `${tools.slice(0, SHOWN_TOOLS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
