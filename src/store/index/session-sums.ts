import type { IndexConnection } from './connection.ts';

/**
 * The sums of a session over its files. A life that is over counts only with its tokens: they were spent. Messages are
 * counted of the main conversation, tokens and bytes of the subagents', too. `part` is the parts of one session.
 */
const SUMS = `SELECT
    MIN(first_at) FILTER (WHERE live) AS started_at,
    COALESCE(MAX(last_at) FILTER (WHERE live), MAX(CAST(mtime_ms AS INTEGER)) FILTER (WHERE live), MAX(last_at), 0)
      AS last_at,
    COALESCE(SUM(size) FILTER (WHERE live), 0) AS bytes,
    COALESCE(SUM(prompts) FILTER (WHERE live AND main), 0) AS prompts,
    COALESCE(SUM(replies) FILTER (WHERE live AND main), 0) AS replies,
    COALESCE(SUM(tool_calls) FILTER (WHERE live AND main), 0) AS tool_calls,
    COALESCE(SUM(errors) FILTER (WHERE live AND main), 0) AS errors,
    COALESCE(SUM(input), 0) AS input, COALESCE(SUM(output), 0) AS output,
    COALESCE(SUM(cache_read), 0) AS cache_read, COALESCE(SUM(cache_write), 0) AS cache_write,
    COALESCE(MIN(archived) FILTER (WHERE live AND main), 0) AS archived,
    COALESCE(MIN(state = 'gone') FILTER (WHERE live AND main), MIN(state = 'gone') FILTER (WHERE live), 1)
      AS source_deleted,
    CASE WHEN MAX(sketch) FILTER (WHERE live AND main) THEN 'sketch'
      WHEN MAX(read < size AND state <> 'gone') FILTER (WHERE live) THEN 'behind' ELSE 'whole' END AS indexed
  FROM (
    SELECT g.*, g.state <> 'superseded' AS live, p.agent_id = '' AS main
    FROM part p CROSS JOIN generation g ON g.part = p.id WHERE p.session = session_id
  )`;

const COLUMNS = `started_at, last_at, bytes, prompts, replies, tool_calls, errors,
  input, output, cache_read, cache_write, archived, source_deleted, indexed`;

const REFRESH = `UPDATE session SET (${COLUMNS}) = (${SUMS.replace('session_id', '?1')}) WHERE id = ?1`;

export function refreshSession(connection: IndexConnection, session: number): void {
  connection.run(REFRESH, session);
}

/** The sessions whose sums are not those of their files. */
export const WRONG_SUMS = `SELECT key FROM session WHERE indexed <> 'announced' AND (${COLUMNS})
  IS NOT (${SUMS.replace('session_id', 'session.id')})`;
