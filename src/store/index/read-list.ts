import { basename } from 'node:path';
import { AgentName } from '../../contract/agent.ts';
import { UserError } from '../../contract/errors.ts';
import type { HistoryEntry } from '../../contract/history.ts';
import { SessionKey } from '../../contract/session.ts';
import type { HistoryFilter } from '../../ports/history-store.ts';
import { listOf, num, numOrNull, oneOf, text, textOrNull, tokens } from './columns.ts';
import { anywhere, Conditions } from './conditions.ts';
import type { IndexConnection, Row } from './connection.ts';

const TITLE_LENGTH = 80;

export interface ListOptions {
  filter: HistoryFilter;
  cursor: string | null;
  limit: number;
}

/** Newest first. */
export function readList(connection: IndexConnection, { filter, cursor, limit }: ListOptions) {
  const conditions = filtered(filter);
  const total = connection.get(`SELECT COUNT(*) AS total FROM session WHERE ${conditions.sql}`, ...conditions.values);
  const place = cursor === null ? null : placeOf(cursor);
  if (place !== null) conditions.add('(last_at, key) < (?, ?)', place.lastAt, place.key);
  const newest = `FROM session WHERE ${conditions.sql} ORDER BY last_at DESC, key DESC LIMIT ?`;
  const rows = connection.many(ENTRY_COLUMNS, newest, ...conditions.values, limit + 1);
  const shown = rows.slice(0, limit);
  return {
    sessions: shown.map(toEntry),
    total: total === null ? 0 : num(total, 'total'),
    next: rows.length > limit ? cursorOf(shown.at(-1)) : null,
  };
}

function filtered({ agent, project, text: wanted, sourceDeleted }: HistoryFilter): Conditions {
  const conditions = new Conditions()
    .add('agent = ?', agent)
    .add(`dir LIKE ? ESCAPE '\\'`, anywhere(project))
    .add('source_deleted = ?', sourceDeleted === undefined ? undefined : Number(sourceDeleted));
  for (const word of wanted?.toLowerCase().split(/\s+/) ?? []) if (word !== '') conditions.add('instr(words, ?)', word);
  return conditions;
}

function cursorOf(row: Row | undefined): string | null {
  if (row === undefined) return null;
  return Buffer.from(JSON.stringify([num(row, 'last_at'), text(row, 'key')])).toString('base64url');
}

function placeOf(cursor: string): { lastAt: number; key: string } {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(place) && typeof place[0] === 'number' && typeof place[1] === 'string')
      return { lastAt: place[0], key: place[1] };
  } catch {
    // Told below.
  }
  throw new UserError({
    code: 'bad_cursor',
    message: 'The cursor is none that the list of sessions gave out.',
    next: 'Ask without a cursor for the first page.',
  });
}

const INDEXED = ['whole', 'behind', 'sketch', 'announced'] as const;

/** All of `session` that an entry is made of. */
const ENTRY_COLUMNS = (
  'key agent agent_session title first_prompt dir branch models agent_version started_at last_at bytes prompts ' +
  'replies tool_calls errors input output cache_read cache_write archived source_deleted indexed'
).split(' ');

/** From a row of `session`. */
export function toEntry(row: Row): HistoryEntry {
  const firstPrompt = textOrNull(row, 'first_prompt');
  const branch = textOrNull(row, 'branch');
  const agentVersion = textOrNull(row, 'agent_version');
  const startedAt = numOrNull(row, 'started_at');
  const dir = textOrNull(row, 'dir') ?? '';
  const indexed = oneOf(row, 'indexed', INDEXED);
  return {
    key: keyOf(text(row, 'key')),
    agent: oneOf(row, 'agent', AgentName.options),
    id: text(row, 'agent_session'),
    title: textOrNull(row, 'title') ?? titleFrom(firstPrompt) ?? text(row, 'agent_session'),
    ...(firstPrompt !== null && { firstPrompt }),
    project: { name: basename(dir) || dir, dir, ...(branch !== null && { branch }) },
    models: listOf(text(row, 'models')),
    ...(agentVersion !== null && { agentVersion }),
    ...(startedAt !== null && { startedAt }),
    lastAt: num(row, 'last_at'),
    bytes: num(row, 'bytes'),
    prompts: num(row, 'prompts'),
    replies: num(row, 'replies'),
    toolCalls: num(row, 'tool_calls'),
    errors: num(row, 'errors'),
    tokens: tokens(row),
    archived: num(row, 'archived') === 1,
    sourceDeleted: num(row, 'source_deleted') === 1,
    indexed: indexed === 'announced' ? 'sketch' : indexed,
  };
}

function titleFrom(firstPrompt: string | null): string | null {
  const line = firstPrompt?.split('\n').find((one) => one.trim() !== '');
  return line === undefined ? null : line.trim().slice(0, TITLE_LENGTH);
}

/** Keys in the index were made from an agent and its session's id; parsing each would be most of the work of a list. */
export function keyOf(key: string): SessionKey {
  if (isKey(key)) return key;
  return SessionKey.parse(key);
}

function isKey(key: string): key is SessionKey {
  return key.indexOf(':') > 0;
}
