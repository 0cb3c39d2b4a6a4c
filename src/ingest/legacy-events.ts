import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { isFileId } from '../lib/file-id.ts';
import { parseJsonObject, type JsonObject } from '../lib/json.ts';

/** Only the newest part of a longer log is shown. */
const MAX_BYTES = 4 * 1024 * 1024;
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const LINE_FEED = 0x0a;

/** A line of the original's event log: its own fields, with `at` and `event` found wherever it wrote them. */
export interface LegacyEvent {
  at: string;
  event: string;
  [field: string]: unknown;
}

/**
 * The event log of exactly this id, oldest first; [] when there is none. Lines that are no object are left out, bytes
 * that are no UTF-8 become U+FFFD. Reads at most the newest 4 MiB.
 */
export function readLegacyEvents(dataDir: string, sessionId: string): readonly LegacyEvent[] {
  if (!isFileId(sessionId)) return [];
  const bytes = readTail(join(dataDir, 'events', `${sessionId}.jsonl`));
  if (bytes === null) return [];
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const parsed = parseJsonObject(line);
      return parsed.ok ? [toEvent(parsed.value)] : [];
    });
}

function readTail(path: string): Uint8Array | null {
  let fd: number;
  try {
    fd = openSync(path, OPEN_FLAGS);
  } catch {
    return null;
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) return null;
    const start = Math.max(0, stat.size - MAX_BYTES);
    const buffer = Buffer.alloc(stat.size - start);
    const tail = buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, start));
    return start === 0 ? tail : tail.subarray(tail.indexOf(LINE_FEED) + 1);
  } catch {
    return null;
  } finally {
    closeSync(fd);
  }
}

function toEvent(line: JsonObject): LegacyEvent {
  return {
    ...line,
    at: firstText(line, ['at', 'timestamp', 'ts', 'time']),
    event: firstText(line, ['event', 'hook_event_name', 'type']),
  };
}

function firstText(line: JsonObject, names: readonly string[]): string {
  const found = names.map((name) => line[name]).find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : '';
}
