import type { Span } from '../../contract/usage.ts';
import type { IndexBatch, SessionDelta } from '../../ports/history-store.ts';
import { num } from './columns.ts';
import type { IndexConnection } from './connection.ts';
import { time } from './generation-rows.ts';
import { packSpans } from './packed-spans.ts';
import type { Place } from './session-rows.ts';

/** What a batch says besides text, usage and sums. */
export function putDetails(connection: IndexConnection, batch: IndexBatch): void {
  const { generation } = batch;
  for (const { type, count } of batch.unknown) putUnknown(connection, generation, type, count);
  for (const gap of batch.unreadable) putUnreadable(connection, generation, gap);
  putSpans(connection, batch);
  for (const branch of batch.branches) putBranch(connection, generation, branch);
  for (const file of batch.session.files ?? []) putFile(connection, generation, file);
}

/** What a stretch or a sketch says about its session's company. */
export function putCompany(connection: IndexConnection, place: Place, agent: string, delta: SessionDelta): void {
  for (const url of delta.pullRequests ?? [])
    connection.run('INSERT OR IGNORE INTO pull_request (session, url) VALUES (?, ?)', place.session, url);
  for (const link of place.agentId === '' ? (delta.links ?? []) : []) {
    const sql = `INSERT INTO link (session, type, other, call_id) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET call_id = COALESCE(excluded.call_id, call_id)`;
    connection.run(sql, place.session, link.type, `${agent}:${link.sessionId}`, link.callId ?? null);
  }
  for (const started of delta.started ?? []) putStarted(connection, place.session, started);
  for (const limit of delta.limits ?? []) putLimit(connection, agent, limit);
}

/** The call and what came of it are told apart, in any order. */
function putStarted(
  connection: IndexConnection,
  session: number,
  { callId, sessionId, role, description }: NonNullable<SessionDelta['started']>[number],
): void {
  const sql = `INSERT INTO started (session, call_id, other, role, description) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET other = COALESCE(excluded.other, other), role = COALESCE(excluded.role, role),
      description = COALESCE(excluded.description, description)`;
  connection.run(sql, session, callId, sessionId ?? null, role ?? null, description ?? null);
}

function putUnknown(connection: IndexConnection, generation: number, type: string, count: number): void {
  const sql = `INSERT INTO unknown (generation, type, count) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`;
  connection.run(sql, generation, type, count);
}

function putUnreadable(
  connection: IndexConnection,
  generation: number,
  { from, to, reason }: IndexBatch['unreadable'][number],
): void {
  const sql = 'INSERT OR REPLACE INTO unreadable (generation, from_at, to_at, reason) VALUES (?, ?, ?, ?)';
  connection.run(sql, generation, from, to, reason);
}

function putSpans(connection: IndexConnection, { generation, from, spans }: IndexBatch): void {
  const others = spans.filter(({ kind }) => kind !== 'waiting_for_you');
  for (const span of spans) if (span.kind === 'waiting_for_you') putWaiting(connection, generation, span);
  if (others.length === 0) return;
  const sql = 'INSERT OR REPLACE INTO spans (generation, from_at, spans) VALUES (?, ?, ?)';
  connection.run(sql, generation, from, packSpans(others));
}

function putWaiting(connection: IndexConnection, generation: number, span: Span): void {
  const sql = 'INSERT OR REPLACE INTO span (generation, from_at, kind, label, to_at) VALUES (?, ?, ?, ?, ?)';
  connection.run(sql, generation, Math.floor(span.from), span.kind, span.label ?? '', time(span.to));
}

function putBranch(connection: IndexConnection, generation: number, branch: IndexBatch['branches'][number]): void {
  const sql = `INSERT OR REPLACE INTO branch (generation, id, from_at, to_at, forked_at, live)
    VALUES (?, ?, ?, ?, ?, ?)`;
  connection.run(sql, generation, branch.id, branch.from, branch.to, branch.forkedAt, branch.live ? 1 : 0);
}

function putFile(
  connection: IndexConnection,
  generation: number,
  { path, reads, edits }: { path: string; reads: number; edits: number },
): void {
  const sql = `INSERT INTO file_touch (generation, path, reads, edits) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET reads = reads + excluded.reads, edits = edits + excluded.edits`;
  connection.run(sql, generation, pathId(connection, path), reads, edits);
}

function pathId(connection: IndexConnection, path: string): number {
  const known = connection.get('SELECT id FROM path WHERE path = ?', path);
  const row = known ?? connection.get('INSERT INTO path (path) VALUES (?) RETURNING id', path);
  return row === null ? 0 : num(row, 'id');
}

/** Files are read in any order: the newest record counts. */
function putLimit(
  connection: IndexConnection,
  agent: string,
  limit: NonNullable<SessionDelta['limits']>[number],
): void {
  const sql = `INSERT INTO rate_limit (agent, name, used_percent, window_minutes, resets_at, at)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET used_percent = excluded.used_percent,
      window_minutes = excluded.window_minutes, resets_at = excluded.resets_at, at = excluded.at
    WHERE excluded.at >= at`;
  const { name, usedPercent, windowMinutes, resetsAt, at } = limit;
  connection.run(sql, agent, name, usedPercent, windowMinutes, resetsAt, Math.floor(at));
}
