import { crc32 } from 'node:zlib';
import { BranchBuilder } from '../../core/branches.ts';
import { SpanBuilder } from '../../core/timeline.ts';
import type { IndexBatch } from '../../ports/history-store.ts';
import type { LineReading, RecordReading, TranscriptFile, TranscriptFormat } from '../../ports/transcripts.ts';
import { type PackItems, TextBlocks } from './blocks.ts';
import { type Proof, tailOf } from './identity.ts';
import { type Memory, readMemory, saveMemory } from './memory.ts';
import { SessionFacts } from './session-facts.ts';
import { leadingNuls, type Lines, type LongLine } from './stretch.ts';
import { UsageRows } from './usage-rows.ts';
import { messageOf } from '../../lib/message-of.ts';

const LINE_FEED = 0x0a;
/** More places than these in one stretch become ranges, where they lie side by side. */
const MAX_PLACES = 1_000;

/** What a batch must know beside the bytes. `memory`: of the batch before, or null. */
export interface BatchContext {
  generation: number;
  file: TranscriptFile;
  memory: string | null;
  size: number;
  mtimeMs: number;
}

export interface BatchTools {
  format: TranscriptFormat;
  pack: PackItems;
}

/** Reads a stretch: bytes in, everything the index takes out. Pure; works in any thread. */
export function batchOf(stretch: Lines | LongLine, context: BatchContext, tools: BatchTools): IndexBatch {
  const builder = new BatchBuilder(stretch.from, context, tools);
  if (stretch.kind === 'lines') {
    builder.lines(stretch.bytes);
    return builder.finish(stretch.to, tailOf(stretch.bytes), crc32(stretch.bytes, builder.memory.crc));
  }
  if (stretch.rest === null) builder.stub(stretch);
  else builder.longLine(stretch, stretch.rest);
  return builder.finish(stretch.to, stretch.tail, stretch.crc);
}

class BatchBuilder {
  readonly memory: Memory;
  readonly #from: number;
  readonly #context: BatchContext;
  readonly #tools: BatchTools;
  readonly #blocks: TextBlocks;
  readonly #facts: SessionFacts;
  readonly #branches: BranchBuilder;
  readonly #spans: SpanBuilder;
  readonly #usage: UsageRows;
  readonly #unknown = new Map<string, number>();
  readonly #unreadable: { from: number; to: number; reason: string }[] = [];
  readonly #bytes = { records: 0, blank: 0, unreadable: 0 };
  #records = 0;
  #blank = 0;

  constructor(from: number, context: BatchContext, tools: BatchTools) {
    this.memory = readMemory(context.memory);
    this.#from = from;
    this.#context = context;
    this.#tools = tools;
    this.#blocks = new TextBlocks(tools.pack);
    this.#facts = new SessionFacts(context.file.sessionId, this.memory.prompted);
    this.#usage = new UsageRows(context.file, this.memory.usage);
    this.#branches = new BranchBuilder(this.memory.branches);
    this.#spans = new SpanBuilder(this.memory.spans);
  }

  lines(bytes: Uint8Array): void {
    let start = 0;
    for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, start)) {
      this.#line(bytes.subarray(start, at), this.#from + start, this.#from + at + 1);
      start = at + 1;
    }
  }

  longLine({ from, to, nuls }: LongLine, rest: Uint8Array): void {
    if (nuls > 0) this.#lost(from, from + nuls, nulBlock(nuls));
    this.#line(rest.subarray(0, -1), from + nuls, to);
  }

  stub({ from, to, nuls, sha256 }: LongLine): void {
    if (nuls > 0) this.#lost(from, from + nuls, nulBlock(nuls));
    const offset = from + nuls;
    const what = `is too long to be read (${to - offset - 1} bytes, sha256 ${sha256})`;
    this.#lost(offset, to, what);
    const text = `This line ${what}.`;
    this.#blocks.add([{ kind: 'note', note: 'unreadable', id: `unreadable-${offset}`, offset, text }], offset, to);
  }

  finish(to: number, tail: Proof, crc: number): IndexBatch {
    const { generation, size, mtimeMs } = this.#context;
    const spans = this.#spans.take();
    const memory = saveMemory({
      crc,
      prompted: this.#facts.prompted,
      usage: this.#usage.memory,
      spans: this.#spans.save(),
      branches: this.#branches.save(),
    });
    return {
      generation,
      from: this.#from,
      to,
      tail,
      size: Math.max(size, to),
      mtimeMs,
      records: this.#records,
      blank: this.#blank,
      bytes: this.#bytes,
      unknown: [...this.#unknown].map(([type, count]) => ({ type, count })),
      unreadable: this.#unreadable,
      blocks: this.#blocks.take(),
      usage: this.#usage.take(),
      spans,
      branches: this.#branches.branches(),
      session: this.#facts.take(),
      memory,
    };
  }

  #line(bytes: Uint8Array, offset: number, end: number): void {
    if (bytes[0] === 0) return this.#nulLine(bytes, offset, end);
    const reading = this.#read(bytes, offset, end);
    switch (reading.kind) {
      case 'record':
        this.#records++;
        this.#bytes.records += end - offset;
        this.#record(reading.record, offset, end);
        break;
      case 'blank':
        this.#blank++;
        this.#bytes.blank += end - offset;
        break;
      case 'broken':
        this.#lost(offset, end, reading.reason);
    }
  }

  /** The NUL bytes are lost; the record behind them is not. */
  #nulLine(bytes: Uint8Array, offset: number, end: number): void {
    const nuls = leadingNuls(bytes);
    if (nuls === bytes.length) return this.#lost(offset, end, nulBlock(nuls));
    this.#lost(offset, offset + nuls, nulBlock(nuls));
    this.#line(bytes.subarray(nuls), offset + nuls, end);
  }

  #read(bytes: Uint8Array, offset: number, end: number): LineReading {
    try {
      return this.#tools.format.read({ offset, end, bytes }, { for: 'index' });
    } catch (error) {
      return { kind: 'broken', reason: `could not be read: ${messageOf(error)}` };
    }
  }

  #record(record: RecordReading, offset: number, end: number): void {
    const { items, oddity } = record;
    // A place without bytes: nothing of it is missing in the sum.
    if (oddity !== undefined) this.#place(offset, offset, oddity);
    this.#blocks.add(items, offset, end);
    this.#facts.add(record, this.#context.mtimeMs);
    this.#spans.add(record);
    this.#usage.add(record, offset);
    if (record.fate === 'unknown') this.#unknown.set(record.type, (this.#unknown.get(record.type) ?? 0) + 1);
    this.#branch(record, offset, end);
  }

  #branch({ items, node, rollback }: RecordReading, offset: number, end: number): void {
    if (node === undefined && rollback === undefined && items.length === 0) return;
    let prompt = false;
    let reply = false;
    for (const item of items) {
      if (item.kind === 'reply') reply = true;
      else if (item.kind === 'prompt' && item.via !== 'queued') prompt = true;
    }
    this.#branches.add({ offset, end, prompt, reply, node, rollback });
  }

  #lost(from: number, to: number, reason: string): void {
    this.#bytes.unreadable += to - from;
    this.#place(from, to, reason);
  }

  #place(from: number, to: number, reason: string): void {
    const before = this.#unreadable.at(-1);
    if (before !== undefined && to > from && before.to === from && this.#unreadable.length >= MAX_PLACES) {
      before.to = to;
      before.reason = 'and the lines behind it cannot be read as a whole';
      return;
    }
    this.#unreadable.push({ from, to, reason });
  }
}

function nulBlock(length: number): string {
  return `holds a block of ${length} NUL bytes`;
}
