import type { SessionDelta } from '../../ports/history-store.ts';
import type { RecordReading, TranscriptFile, TranscriptFormat } from '../../ports/transcripts.ts';
import { SessionFacts } from './session-facts.ts';
import type { TextSource } from './source.ts';

/** What is read at most at each end, bytes. */
const END_BYTES = 64 * 1024;
/** Lines read at the beginning until the first prompt is found, and at the end for the newest title and time. */
const HEAD_LINES = 40;
const TAIL_LINES = 6;
/** Before the newest line with a time only short ones are read: names of sessions are told by such. */
const SHORT_BYTES = 1024;
const LINE_FEED = 0x0a;

/** Holds one end at a time; a cold start sketches thousands of files. */
const end = Buffer.allocUnsafeSlow(END_BYTES);

/** What the list of sessions shows of a file before it is read: from its first and last lines. Counts are not known. */
export function sketchOf(
  source: TextSource,
  { format, file }: { format: TranscriptFormat; file: TranscriptFile },
  mtimeMs: number,
): SessionDelta {
  const facts = new SessionFacts(file.sessionId, false);
  const bytes = end.subarray(0, source.read(end, 0));
  const headEnd = readHead(bytes, format, (record) => {
    facts.add(record, mtimeMs);
    return facts.prompted;
  });
  const size = source.size();
  const tail = size <= bytes.length ? { bytes: bytes.subarray(headEnd), from: headEnd } : endOf(source, size, headEnd);
  for (const record of readTail(tail, format, headEnd)) facts.add(record, mtimeMs);
  const { files: _files, limits: _limits, ...delta } = facts.take();
  return { ...delta, prompts: 0, replies: 0, toolCalls: 0, errors: 0 };
}

interface Piece {
  bytes: Uint8Array;
  /** Its place in the file. */
  from: number;
}

function endOf(source: TextSource, size: number, headEnd: number): Piece {
  const from = Math.max(headEnd, size - END_BYTES);
  const wanted = end.subarray(0, Math.max(0, Math.min(END_BYTES, size - from)));
  return { bytes: wanted.subarray(0, source.read(wanted, from)), from };
}

/** Tells records until told that it is enough; returns where it stopped. */
function readHead(bytes: Uint8Array, format: TranscriptFormat, tell: (record: RecordReading) => boolean): number {
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

function readTail({ bytes, from }: Piece, format: TranscriptFormat, headEnd: number): RecordReading[] {
  const records: RecordReading[] = [];
  let timed = false;
  let to = bytes.lastIndexOf(LINE_FEED);
  for (let count = 0; count < TAIL_LINES && to > 0; count++) {
    const start = bytes.lastIndexOf(LINE_FEED, to - 1) + 1;
    // Without a line feed before it, its beginning was not read.
    if (start === 0 && from > headEnd) break;
    const line = bytes.subarray(start, to);
    to = start - 1;
    if (timed && line.length > SHORT_BYTES) continue;
    const record = recordAt(format, line, from + start);
    if (record === null) continue;
    records.unshift(record);
    timed ||= record.at !== undefined;
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
