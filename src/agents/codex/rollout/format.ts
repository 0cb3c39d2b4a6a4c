import { join } from 'node:path';
import type { Line } from '../../../lib/line-splitter.ts';
import type {
  LineReading,
  ReadOptions,
  RecordReading,
  SessionTitle,
  TranscriptFile,
  TranscriptFormat,
} from '../../../ports/transcripts.ts';
import { NAMES_FILE, nameIn } from '../names.ts';
import { rolloutName } from './files.ts';
import { readLine, type RolloutLine } from './line.ts';
import { peek } from './peek.ts';
import { picturesIn } from './pictures.ts';
import { readRecord, typeOf } from './read-record.ts';

const ARCHIVE = 'archived_sessions';

/** The rollouts of Codex, whatever version wrote them: `../FORMAT.md` §6. */
export function createCodexTranscripts({ codexHomes }: { codexHomes: readonly string[] }): TranscriptFormat {
  const homes = [...new Set(codexHomes)];
  return {
    agent: 'codex',
    roots: () =>
      homes.flatMap((home) => [
        { dir: join(home, 'sessions'), depth: 3 },
        { dir: join(home, ARCHIVE), depth: 0 },
      ]),
    identify: (path) => identify(path, homes),
    read: readRolloutLine,
    pictures: picturesIn,
    titles: { paths: () => homes.map((home) => join(home, NAMES_FILE)), read: readTitle },
  };
}

function identify(path: string, homes: readonly string[]): TranscriptFile | null {
  const name = rolloutName(path);
  if (name === null) return null;
  const archived = homes.some((home) => path.startsWith(join(home, ARCHIVE, '/')));
  return { agent: 'codex', sessionId: name.threadId, archived, encoding: name.compressed ? 'zstd' : 'plain' };
}

/** Whether Codex or its user gave the name is not told; it counts more than what a rollout says of itself. */
function readTitle(line: Line): SessionTitle | null {
  const named = nameIn(line);
  return named === null
    ? null
    : { sessionId: named.threadId.toLowerCase(), title: { text: named.name.trim(), rank: 3 } };
}

/** Reads one line of a rollout, by itself. Never throws. */
function readRolloutLine(line: Line, options: ReadOptions): LineReading {
  const passed = peek(line);
  if (passed !== null) return { kind: 'record', record: passed };
  const read = readLine(line);
  if (read.kind !== 'records') return read;
  const page = options.for === 'page';
  const [first, ...more] = read.records;
  if (first === undefined) return { kind: 'blank' };
  let record = readOne(first, { page, id: `o${line.offset}`, offset: line.offset });
  for (const [index, one] of more.entries())
    record = merged(record, readOne(one, { page, id: `o${line.offset}r${index + 1}`, offset: line.offset }));
  return { kind: 'record', record: read.oddity === null ? record : { ...record, oddity: read.oddity } };
}

function readOne(
  record: RolloutLine,
  { page, id, offset }: { page: boolean; id: string; offset: number },
): RecordReading {
  const { at } = record;
  const type = typeOf(record);
  const { fate, items, more } = readRecord(record, { page, place: { id, at, offset } });
  const reading: RecordReading = at === undefined ? { type, fate, items } : { type, fate, at, items };
  return more === undefined ? reading : { ...reading, ...more };
}

/** Several records on one line: all that can be kept together. */
function merged(one: RecordReading, other: RecordReading): RecordReading {
  const touched = [...(one.touched ?? []), ...(other.touched ?? [])];
  const waits = [...(one.waits ?? []), ...(other.waits ?? [])];
  return {
    ...one,
    ...other,
    type: one.type,
    fate: one.fate === 'shown' ? one.fate : other.fate,
    items: [...one.items, ...other.items],
    ...(one.facts === undefined && other.facts === undefined ? {} : { facts: { ...one.facts, ...other.facts } }),
    ...(touched.length === 0 ? {} : { touched }),
    ...(waits.length === 0 ? {} : { waits }),
  };
}
