import { createHash } from 'node:crypto';
import { UserError } from '../../contract/errors.ts';
import { parseJsonObject } from '../../lib/json.ts';

/** Where a message stands among those of its window; see `compareRanks`. */
export interface Rank {
  score: number;
  at: number;
  id: string;
}

/** Where a search goes on. */
export interface Position {
  /** When the search began: what is relative in it stays where it was. */
  now: number;
  /** Blocks with smaller ids come next; null: all. */
  after: number | null;
  /** The window that goes to this block was looked at already, and told up to `told`. */
  upTo: number | null;
  told: Rank | null;
  /** Nothing is behind that window. */
  isLast: boolean;
}

/** The better first; never equal for two messages. */
export function compareRanks(a: Rank, b: Rank): number {
  return b.score - a.score || b.at - a.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export function writeCursor(query: string, { now, after, upTo, told, isLast }: Position): string {
  const rank = told === null ? null : [told.score, told.at, told.id];
  return Buffer.from(JSON.stringify({ q: digest(query), now, after, upTo, told: rank, isLast })).toString('base64url');
}

/** Throws `cursor_invalid` for a cursor that is not of this query. */
export function readCursor(query: string, cursor: string): Position {
  const position = readPosition(query, Buffer.from(cursor, 'base64url').toString());
  if (position !== null) return position;
  throw new UserError({
    code: 'cursor_invalid',
    message: 'This cursor is not of this search.',
    next: 'Search again from the beginning, without a cursor.',
  });
}

function readPosition(query: string, text: string): Position | null {
  const parsed = parseJsonObject(text);
  if (!parsed.ok || parsed.value['q'] !== digest(query)) return null;
  const { now, after, upTo, told, isLast } = parsed.value;
  const rank = readRank(told);
  if (typeof now !== 'number' || !isId(after) || !isId(upTo) || rank === undefined) return null;
  return { now, after, upTo, told: rank, isLast: isLast === true };
}

function isId(value: unknown): value is number | null {
  return value === null || Number.isSafeInteger(value);
}

function readRank(value: unknown): Rank | null | undefined {
  if (value === null) return null;
  if (!Array.isArray(value)) return undefined;
  const [score, at, id]: unknown[] = value;
  return typeof score === 'number' && typeof at === 'number' && typeof id === 'string' ? { score, at, id } : undefined;
}

function digest(query: string): string {
  return createHash('sha256').update(query).digest('base64url').slice(0, 12);
}
