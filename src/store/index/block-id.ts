import { num } from './columns.ts';
import type { IndexConnection } from './connection.ts';

/** So many ids for every stretch of that many ms. */
const SEATS = 16;
const STRETCH_MS = 4000;
/** Year 2500: a time beyond is a mistake of whoever wrote it. */
const LATEST = 16_725_225_600_000;
const FAR = 1 << 16;

/**
 * A free id for a block whose newest record is of `at`. The newer the greater, to within some seconds: so the full text
 * can be walked newest first without sorting, and a page of results goes on behind an id even when that block is gone.
 */
export function newBlockId(connection: IndexConnection, at: number): number {
  const first = Math.floor(Math.min(Math.max(at, 0), LATEST) / STRETCH_MS) * SEATS + 1;
  return nextFree(connection, first, SEATS) ?? behindCrowd(connection, first);
}

/** About the time that an id stands for. */
export function timeOfBlock(id: number): number {
  return Math.floor(id / SEATS) * STRETCH_MS;
}

/** `room` ids from `from` on; null: all taken. */
function nextFree(connection: IndexConnection, from: number, room: number): number | null {
  const row = connection.get('SELECT MAX(id) AS id FROM block WHERE id >= ? AND id < ?', from, from + room);
  if (row === null || row['id'] === null) return from;
  const next = num(row, 'id') + 1;
  return next < from + room ? next : null;
}

/** Many blocks of one time, e.g. of records without one: behind the last of them. */
function behindCrowd(connection: IndexConnection, from: number): number {
  for (let start = from; ; start += FAR) {
    const free = nextFree(connection, start, FAR);
    if (free !== null) return free;
  }
}
