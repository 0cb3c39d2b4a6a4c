import type { IndexWriter, SessionDelta } from '../../ports/history-store.ts';
import type { TranscriptFile } from '../../ports/transcripts.ts';
import { listOf, listText, num, text, textOrNull } from './columns.ts';
import type { IndexConnection, Row } from './connection.ts';

/** Where the rows of one conversation belong. */
export interface Place {
  session: number;
  part: number;
  /** '' for the main conversation. */
  agentId: string;
}

export const FIRST_PROMPT_LENGTH = 500;

export function placeOf(connection: IndexConnection, file: TranscriptFile): Place {
  const agentId = file.agentId ?? '';
  const session = sessionId(connection, file);
  const known = connection.get('SELECT id FROM part WHERE session = ? AND agent_id = ?', session, agentId);
  const made = 'INSERT INTO part (session, agent_id) VALUES (?, ?) RETURNING id';
  const row = known ?? connection.get(made, session, agentId);
  return { session, part: row === null ? 0 : num(row, 'id'), agentId };
}

function sessionId(connection: IndexConnection, { agent, sessionId: id }: TranscriptFile): number {
  const key = `${agent}:${id}`;
  const known = connection.get('SELECT id FROM session WHERE key = ?', key);
  const row = known ?? connection.get(NEW_SESSION, key, agent, id);
  return row === null ? 0 : num(row, 'id');
}

/** With the name it was given outside of its transcript. */
const NEW_SESSION = `INSERT INTO session (key, agent, agent_session, title, title_rank)
  VALUES (?1, ?2, ?3, (SELECT text FROM title WHERE key = ?1), COALESCE((SELECT rank FROM title WHERE key = ?1), 0))
  RETURNING id`;

const ANNOUNCED = `INSERT INTO session (key, agent, agent_session, title, title_rank, last_at, bytes, indexed)
  VALUES (?1, ?2, ?3, (SELECT text FROM title WHERE key = ?1), COALESCE((SELECT rank FROM title WHERE key = ?1), 0),
    ?4, ?5, 'announced')
  ON CONFLICT DO NOTHING`;

/** Sessions of which only the files are known, see `IndexWriter.announce`. A subagent's file makes none. */
export function announce(connection: IndexConnection, files: Parameters<IndexWriter['announce']>[0]): void {
  for (const { file, size, mtimeMs } of files) {
    if (file.agentId !== undefined) continue;
    const key = `${file.agent}:${file.sessionId}`;
    connection.run(ANNOUNCED, key, file.agent, file.sessionId, Math.floor(mtimeMs), size);
  }
}

export function dropAnnounced(connection: IndexConnection): void {
  connection.run(`DELETE FROM session WHERE indexed = 'announced'`);
}

/** Names a session that is known, unless a name of a higher rank is. */
export function setTitle(connection: IndexConnection, key: string, title: NonNullable<SessionDelta['title']>): void {
  const row = connection.get('SELECT id FROM session WHERE key = ?', key);
  if (row !== null) change(connection, num(row, 'id'), { title }, true);
}

const FACTS = `SELECT title, title_rank, first_prompt, dir, branch, branches, models, agent_version, words
  FROM session WHERE id = ?`;

const SET_FACTS = `UPDATE session SET title = ?, title_rank = ?, first_prompt = ?, dir = ?, branch = ?, branches = ?,
  models = ?, agent_version = ?, words = ? WHERE id = ?`;

/**
 * What a stretch says about its session as a whole. Of titles the higher rank wins, of equals the later; first prompt
 * and folder are the first that were told, version and branch the last. A subagent says nothing about title, prompt,
 * branch and version.
 */
export function applyFacts(connection: IndexConnection, place: Place, delta: SessionDelta): void {
  applyPart(connection, place, delta);
  change(connection, place.session, delta, place.agentId === '');
}

function change(connection: IndexConnection, session: number, delta: Partial<SessionDelta>, isMain: boolean): void {
  const row = connection.get(FACTS, session);
  if (row === null) return;
  const before = factsOf(row);
  const after = merged(before, delta, isMain);
  if (isEqual(before, after)) return;
  const { title, titleRank, firstPrompt, dir, branch, branches, models, agentVersion } = after;
  const words = [title, firstPrompt, dir, branch].filter((part) => part !== null);
  const values = [title, titleRank, firstPrompt, dir, branch, branches, models, agentVersion];
  connection.run(SET_FACTS, ...values, words.join('\n').toLowerCase(), session);
}

interface Facts {
  title: string | null;
  titleRank: number;
  firstPrompt: string | null;
  dir: string | null;
  branch: string | null;
  branches: string;
  models: string;
  agentVersion: string | null;
}

function factsOf(row: Row): Facts {
  return {
    title: textOrNull(row, 'title'),
    titleRank: num(row, 'title_rank'),
    firstPrompt: textOrNull(row, 'first_prompt'),
    dir: textOrNull(row, 'dir'),
    branch: textOrNull(row, 'branch'),
    branches: text(row, 'branches'),
    models: text(row, 'models'),
    agentVersion: textOrNull(row, 'agent_version'),
  };
}

function merged(before: Facts, delta: Partial<SessionDelta>, isMain: boolean): Facts {
  const { cwd, branches = [], models = [], title } = delta;
  const shared = {
    ...before,
    dir: before.dir ?? cwd ?? null,
    branches: extended(before.branches, branches),
    models: extended(before.models, models),
  };
  if (!isMain) return shared;
  const isTitled = title !== undefined && title.rank >= before.titleRank;
  return {
    ...shared,
    title: isTitled ? title.text : before.title,
    titleRank: isTitled ? title.rank : before.titleRank,
    firstPrompt: before.firstPrompt ?? delta.firstPrompt?.slice(0, FIRST_PROMPT_LENGTH) ?? null,
    branch: branches.at(-1) ?? before.branch,
    agentVersion: delta.agentVersion ?? before.agentVersion,
  };
}

function extended(list: string, more: readonly string[]): string {
  return more.length === 0 ? list : listText([...listOf(list), ...more]);
}

function isEqual(a: Facts, b: Facts): boolean {
  return (
    a.title === b.title &&
    a.titleRank === b.titleRank &&
    a.firstPrompt === b.firstPrompt &&
    a.dir === b.dir &&
    a.branch === b.branch &&
    a.branches === b.branches &&
    a.models === b.models &&
    a.agentVersion === b.agentVersion
  );
}

const SET_PART = `UPDATE part SET role = COALESCE(?, role), description = COALESCE(?, description),
    call_id = COALESCE(?, call_id), context_used = COALESCE(?, context_used),
    context_window = COALESCE(?, context_window)
  WHERE id = ?`;

function applyPart(connection: IndexConnection, place: Place, delta: SessionDelta): void {
  const { role, description, context, links = [] } = delta;
  const callId = place.agentId === '' ? undefined : links.find(({ type }) => type === 'subagent_of')?.callId;
  if (role === undefined && description === undefined && context === undefined && callId === undefined) return;
  const values = [role, description, callId, context?.used, context?.window].map((value) => value ?? null);
  connection.run(SET_PART, ...values, place.part);
}
