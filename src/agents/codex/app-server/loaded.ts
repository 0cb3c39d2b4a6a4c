import { isJsonObject } from '../../../lib/json.ts';
import type { RpcConnection } from './rpc.ts';
import { LoadedReply, ThreadReply, TurnsReply, whatIsWrong, type Thread, type Turn } from './schemas.ts';

const MAX_PAGES = 50;

/** Ids of all threads the server holds in memory, its internal ones included; null when it does not say. */
export async function loadedIds(rpc: RpcConnection): Promise<readonly string[] | null> {
  const ids: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const reply = await rpc.request('thread/loaded/list', cursor === null ? {} : { cursor });
    const parsed = reply.state === 'result' ? LoadedReply.safeParse(reply.result) : null;
    if (!parsed?.success) return null;
    ids.push(...parsed.data.data);
    cursor = parsed.data.nextCursor ?? null;
    if (cursor === null) return ids;
  }
  return ids;
}

export type ReadThread = { state: 'read'; thread: Thread } | { state: 'malformed'; reason: string } | { state: 'none' };

/** What the server says of one thread. Reading loads nothing. */
export async function readThread(rpc: RpcConnection, threadId: string): Promise<ReadThread> {
  const reply = await rpc.request('thread/read', { threadId, includeTurns: false });
  if (reply.state !== 'result') return { state: 'none' };
  const parsed = ThreadReply.safeParse(reply.result);
  if (parsed.success) return { state: 'read', thread: parsed.data.thread };
  return { state: 'malformed', reason: `reply to thread/read: ${whatIsWrong(parsed.error)}` };
}

/** The newest turn without its items; null when there is none or the server does not say. */
export async function newestTurn(rpc: RpcConnection, threadId: string): Promise<Turn | null> {
  const reply = await rpc.request('thread/turns/list', {
    threadId,
    limit: 1,
    sortDirection: 'desc',
    itemsView: 'notLoaded',
  });
  const parsed = reply.state === 'result' ? TurnsReply.safeParse(reply.result) : null;
  return parsed?.data?.data[0] ?? null;
}

/** `internal`: Codex runs it for itself. A subagent belongs to the conversation `of` which it works for. */
export type ThreadKind = { kind: 'conversation' } | { kind: 'internal' } | Subagent;
export interface Subagent {
  kind: 'subagent';
  of: string;
  type: string | null;
}

/**
 * Whose a thread is. Internal ones, one a turn for a title for example, are ephemeral and have no rollout. Subagents
 * and reviews name the thread they work for, and as their session the person's (FORMAT.md §2).
 */
export function kindOf({ id, ephemeral, path, parentThreadId, sessionId, source, agentNickname }: Thread): ThreadKind {
  const made = isJsonObject(source) ? (source['subAgent'] ?? source['internal']) : undefined;
  if (ephemeral === true || !path || (isJsonObject(source) && 'internal' in source)) return { kind: 'internal' };
  if (!parentThreadId && made === undefined) return { kind: 'conversation' };
  const of = sessionId && sessionId !== id ? sessionId : parentThreadId;
  return of ? { kind: 'subagent', of, type: typeOf(made) ?? agentNickname ?? null } : { kind: 'internal' };
}

/** Its task (the end of its path) or its sort, e.g. `review`. */
function typeOf(made: unknown): string | null {
  if (typeof made === 'string') return made;
  const spawn = isJsonObject(made) ? made['thread_spawn'] : null;
  if (!isJsonObject(spawn)) return null;
  const path = spawn['agent_path'] ?? spawn['agent_role'];
  return typeof path === 'string' ? (path.split('/').at(-1) ?? null) : null;
}
