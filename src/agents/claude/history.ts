import type { SessionFacts } from '../../core/observation.ts';
import type { PageReader } from '../../ports/log-reader.ts';
import { blocksOf, recordsOn, textsOf, type TranscriptRecord } from './record.ts';
import { oneLine } from './tool-line.ts';
import { collectFacts, previewOf } from './transcript-observer.ts';
import { readUserText } from './user-text.ts';

const HEAD_BYTES = 128 * 1024;
const TAIL_BYTES = 256 * 1024;
/** A preview is looked for so far back: a long turn may hold megabytes of tool results. */
const MAX_TAIL_BYTES = 4 * 1024 * 1024;

export interface TranscriptSketch {
  facts: SessionFacts;
  said: string | null;
  /** Time of its newest record. */
  lastAt: number | null;
  /** Somebody asked or somebody answered something in it. */
  hasConversation: boolean;
}

/** What a transcript's beginning and end say, without reading what lies between; a small one is read once. */
export async function sketchTranscript(pages: PageReader, path: string): Promise<TranscriptSketch> {
  const tail = await readTail(pages, path);
  const head = await sketchHead(tail.isAll ? headOf(tail.records) : headRecords(pages, path));
  const ending: SessionFacts = {};
  for (const { record } of tail.records) collectFacts(ending, record);
  return {
    facts: { ...head, ...ending },
    said: tail.said,
    lastAt: tail.lastAt,
    hasConversation: head.title !== undefined || tail.said !== null,
  };
}

interface Placed {
  record: TranscriptRecord;
  /** Of its line. */
  offset: number;
}

interface Tail extends Pick<TranscriptSketch, 'said' | 'lastAt'> {
  /** In file order. */
  records: readonly Placed[];
  /** There is nothing before them. */
  isAll: boolean;
}

async function readTail(pages: PageReader, path: string): Promise<Tail> {
  const newestFirst: Placed[] = [];
  let said: string | null = null;
  let lastAt: number | null = null;
  let end: number | null = null;
  const tail = (isAll: boolean): Tail => ({ records: newestFirst.toReversed(), said, lastAt, isAll });
  for await (const { lines } of pages.backward(path)) {
    for (const line of lines.toReversed()) {
      end ??= line.end;
      for (const record of recordsOn(line).toReversed()) {
        newestFirst.push({ record, offset: line.offset });
        lastAt ??= record.at ?? null;
        said ??= replyOf(record);
      }
      const readBytes = end - line.offset;
      if (line.offset > 0 && (readBytes >= MAX_TAIL_BYTES || (said !== null && readBytes >= TAIL_BYTES)))
        return tail(false);
    }
  }
  return tail(true);
}

/** Up to the first prompt. */
async function sketchHead(
  records: AsyncIterable<TranscriptRecord> | Iterable<TranscriptRecord>,
): Promise<SessionFacts> {
  const facts: SessionFacts = {};
  for await (const record of records) {
    if (facts.startedAt === undefined && record.at !== undefined) facts.startedAt = record.at;
    if (facts.cwd === undefined && record.cwd !== undefined) facts.cwd = record.cwd;
    if (record.version !== undefined) facts.agentVersion = record.version;
    const prompt = promptOf(record);
    if (prompt === null) continue;
    facts.title = { text: oneLine(prompt), rank: 1 };
    break;
  }
  return facts;
}

function headOf(records: readonly Placed[]): TranscriptRecord[] {
  return records.filter(({ offset }) => offset <= HEAD_BYTES).map(({ record }) => record);
}

async function* headRecords(pages: PageReader, path: string): AsyncGenerator<TranscriptRecord> {
  for await (const { lines } of pages.forward(path)) {
    for (const line of lines) {
      if (line.offset > HEAD_BYTES) return;
      yield* recordsOn(line);
    }
  }
}

function promptOf(record: TranscriptRecord): string | null {
  if (record.type !== 'user' || record.isMeta || record.isSidechain || record.isCompactSummary) return null;
  if ((record.originKind ?? 'human') !== 'human') return null;
  for (const text of textsOf(blocksOf(record.message?.content))) {
    const read = readUserText(text);
    if (read.kind === 'prompt') return read.text;
  }
  return null;
}

function replyOf(record: TranscriptRecord): string | null {
  if (record.type !== 'assistant' || record.isSidechain || record.isApiErrorMessage) return null;
  const text = textsOf(blocksOf(record.message?.content)).join('\n').trim();
  return text === '' || record.message?.model === '<synthetic>' ? null : previewOf(text);
}
