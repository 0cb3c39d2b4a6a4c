import type { SessionDelta } from '../../ports/history-store.ts';
import type { RecordReading, TranscriptFile, TranscriptFormat } from '../../ports/transcripts.ts';
import { SessionFacts } from './session-facts.ts';
import type { TextSource } from './source.ts';

/** What is read at most at each end, bytes. */
const END_BYTES = 64 * 1024;
/** Lines read at the beginning until the first prompt is found, and at the end for the newest title and time. */
const HEAD_LINES = 40;
const TAIL_LINES = 6;
const LINE_FEED = 0x0a;

/** What the list of sessions shows of a file before it is read: from its first and last lines. Counts are not known. */
export function sketchOf(
  source: TextSource,
  { format, file }: { format: TranscriptFormat; file: TranscriptFile },
  mtimeMs: number,
): SessionDelta {
  const facts = new SessionFacts(file.sessionId, false);
  const headEnd = readHead(source, format, (record) => {
    facts.add(record, mtimeMs);
    return facts.prompted;
  });
  for (const record of readTail(source, format, headEnd)) facts.add(record, mtimeMs);
  const { files: _files, limits: _limits, ...delta } = facts.take();
  return { ...delta, prompts: 0, replies: 0, toolCalls: 0, errors: 0 };
}

/** Tells records until told that it is enough; returns where it stopped. */
function readHead(source: TextSource, format: TranscriptFormat, tell: (record: RecordReading) => boolean): number {
  const buffer = Buffer.allocUnsafe(END_BYTES);
  const bytes = buffer.subarray(0, source.read(buffer, 0));
  let start = 0;
  for (let count = 0; count < HEAD_LINES; count++) {
    const lineFeed = bytes.indexOf(LINE_FEED, start);
    if (lineFeed === -1) break;
    const record = recordAt(format, bytes.subarray(start, lineFeed), start);
    start = lineFeed + 1;
    if (record !== null && tell(record)) break;
  }
  return start;
}

function readTail(source: TextSource, format: TranscriptFormat, headEnd: number): RecordReading[] {
  const from = Math.max(headEnd, source.size() - END_BYTES);
  const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(END_BYTES, source.size() - from)));
  const bytes = buffer.subarray(0, source.read(buffer, from));
  const records: RecordReading[] = [];
  let end = bytes.lastIndexOf(LINE_FEED);
  for (let count = 0; count < TAIL_LINES && end > 0; count++) {
    const start = bytes.lastIndexOf(LINE_FEED, end - 1) + 1;
    // Without a line feed before it, its beginning was not read.
    if (start === 0 && from > headEnd) break;
    const record = recordAt(format, bytes.subarray(start, end), from + start);
    if (record !== null) records.unshift(record);
    end = start - 1;
  }
  return records;
}

function recordAt(format: TranscriptFormat, bytes: Uint8Array, offset: number): RecordReading | null {
  try {
    const reading = format.read({ offset, end: offset + bytes.length + 1, bytes }, { for: 'index' });
    return reading.kind === 'record' ? reading.record : null;
  } catch {
    return null;
  }
}
