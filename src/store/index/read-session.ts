import { type HistoryDetail, SessionLink } from '../../contract/history.ts';
import { num, numOrNull, oneOf, text, textOrNull } from './columns.ts';
import type { IndexConnection, Row } from './connection.ts';
import { keyOf, toEntry } from './read-list.ts';

const LINK_TYPES = SessionLink.shape.type.options;
const SOURCE_STATES = ['there', 'gone', 'unreadable'] as const;

const OF_SESSION = 'FROM part p JOIN generation g ON g.part = p.id';
const LIVE = `p.session = ? AND g.state <> 'superseded'`;

/** The call that started a subagent; a later one may have gone on with it. */
const FIRST_CALL = (session: string, other: string) =>
  `SELECT MIN(id) FROM started WHERE session = ${session} AND other = ${other}`;

const SQL = {
  session: 'SELECT * FROM session WHERE key = ?',
  files: `SELECT t.path, SUM(f.reads) AS reads, SUM(f.edits) AS edits ${OF_SESSION}
    JOIN file_touch f ON f.generation = g.id JOIN path t ON t.id = f.path WHERE ${LIVE} GROUP BY t.id
    ORDER BY edits DESC, reads DESC, t.path`,
  pullRequests: 'SELECT url FROM pull_request WHERE session = ? ORDER BY url',
  parts: `SELECT p.agent_id, p.context_used, p.context_window, COALESCE(p.role, c.role) AS role,
      COALESCE(p.description, c.description) AS description, COALESCE(p.call_id, c.call_id) AS call_id
    FROM part p LEFT JOIN started c ON c.id = (${FIRST_CALL('p.session', 'p.agent_id')})
    WHERE p.session = ? ORDER BY p.id`,
  links: `SELECT l.type, l.other AS key, COALESCE(l.call_id, c.call_id) AS call_id
    FROM link l JOIN session s ON s.id = l.session
    LEFT JOIN session o ON o.key = l.other AND l.type = 'subagent_of'
    LEFT JOIN started c ON c.id = (${FIRST_CALL('o.id', 's.agent_session')})
    WHERE l.session = ? ORDER BY l.type, l.other`,
  linkedFrom: `SELECT l.type, s.key, COALESCE(l.call_id, c.call_id) AS call_id
    FROM link l JOIN session s ON s.id = l.session
    LEFT JOIN session o ON o.key = l.other AND l.type = 'subagent_of'
    LEFT JOIN started c ON c.id = (${FIRST_CALL('o.id', 's.agent_session')})
    WHERE l.other = ? ORDER BY l.type, s.key`,
  sources: `SELECT g.path, g.size, g.read, g.state ${OF_SESSION} WHERE ${LIVE} ORDER BY p.id, g.path`,
  unknown: `SELECT u.type, SUM(u.count) AS count ${OF_SESSION} JOIN unknown u ON u.generation = g.id WHERE ${LIVE}
    GROUP BY u.type ORDER BY u.type`,
  unreadable: `SELECT g.path, u.from_at, u.to_at, u.reason ${OF_SESSION} JOIN unreadable u ON u.generation = g.id
    WHERE ${LIVE} ORDER BY g.path, u.from_at`,
} as const;

/** Everything of one session; lives of its files that are over are left out. */
export function readSession(connection: IndexConnection, key: string): HistoryDetail | null {
  const row = connection.get(SQL.session, key);
  if (row === null) return null;
  const id = num(row, 'id');
  const parts = connection.all(SQL.parts, id);
  const list = <T>(sql: string, map: (row: Row) => T) => connection.all(sql, id).map(map);
  return {
    ...toEntry(row),
    files: list(SQL.files, (one) => ({ path: text(one, 'path'), reads: num(one, 'reads'), edits: num(one, 'edits') })),
    pullRequests: list(SQL.pullRequests, (one) => text(one, 'url')),
    subagents: parts.filter((part) => part['agent_id'] !== '').map(toSubagent),
    links: list(SQL.links, toLink),
    linkedFrom: connection.all(SQL.linkedFrom, key).map(toLink),
    context: contextOf(parts.find((part) => part['agent_id'] === '')),
    sources: list(SQL.sources, toSource),
    unknownRecords: list(SQL.unknown, (one) => ({ type: text(one, 'type'), count: num(one, 'count') })),
    unreadable: list(SQL.unreadable, toUnreadable),
  };
}

function toSubagent(row: Row): HistoryDetail['subagents'][number] {
  const [role, description, callId] = [
    textOrNull(row, 'role'),
    textOrNull(row, 'description'),
    textOrNull(row, 'call_id'),
  ];
  return {
    agentId: text(row, 'agent_id'),
    ...(role !== null && { role }),
    ...(description !== null && { description }),
    ...(callId !== null && { callId }),
  };
}

function toLink(row: Row): SessionLink {
  const callId = textOrNull(row, 'call_id');
  return {
    type: oneOf(row, 'type', LINK_TYPES),
    key: keyOf(text(row, 'key')),
    ...(callId !== null && { callId }),
  };
}

function contextOf(main: Row | undefined): HistoryDetail['context'] {
  const used = main === undefined ? null : numOrNull(main, 'context_used');
  return main === undefined || used === null ? null : { used, window: numOrNull(main, 'context_window') };
}

function toSource(row: Row): HistoryDetail['sources'][number] {
  return {
    path: text(row, 'path'),
    bytes: num(row, 'size'),
    read: num(row, 'read'),
    state: oneOf(row, 'state', SOURCE_STATES),
  };
}

function toUnreadable(row: Row): HistoryDetail['unreadable'][number] {
  return { path: text(row, 'path'), from: num(row, 'from_at'), to: num(row, 'to_at'), reason: text(row, 'reason') };
}
