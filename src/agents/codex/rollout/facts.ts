import type { RecordFacts } from '../../../ports/transcripts.ts';
import { isJsonObject, type JsonObject } from '../../../lib/json.ts';
import { numberOrNull, objectAt, pathOf, textOrNull } from './values.ts';

/** What the head of a rollout says of its thread (FORMAT.md §6). */
export function metaFacts(payload: JsonObject): RecordFacts {
  const session = textOrNull(payload['id'])?.toLowerCase();
  const cwd = pathOf(payload['cwd']);
  const branch = textOrNull(objectAt(payload, 'git')['branch']);
  const agentVersion = textOrNull(payload['cli_version']);
  const link = linkOf(payload);
  const base = historyBase(payload);
  const spawn = spawnOf(payload);
  const role = textOrNull(spawn?.['agent_role']) ?? kindOfSubagent(payload);
  const path = textOrNull(spawn?.['agent_path']);
  const description = textOrNull(spawn?.['agent_nickname']) ?? path;
  // Its first prompt may be its parent's, copied.
  const title = path?.split('/').at(-1) ?? '';
  return {
    ...(session === undefined ? {} : { session }),
    ...(cwd === null ? {} : { cwd }),
    ...(branch === null ? {} : { branch }),
    ...(agentVersion === null ? {} : { agentVersion }),
    ...(link === null ? {} : { link }),
    ...(base === null ? {} : { base }),
    ...(role === null ? {} : { role }),
    ...(description === null ? {} : { description }),
    ...(title === '' ? {} : { title: { text: title, rank: 2 } }),
  };
}

/** What a turn was begun with. */
export function contextFacts({ cwd, model }: JsonObject): RecordFacts {
  const folder = pathOf(cwd);
  return { ...(folder === null ? {} : { cwd: folder }), ...(typeof model === 'string' ? { model } : {}) };
}

/** Whether the rollout belongs to a subagent or another thread no person talks to. */
export function isSubagentMeta({ source, thread_source: threadSource, parent_thread_id: parent }: JsonObject): boolean {
  if (isJsonObject(source) && ('subagent' in source || 'internal' in source)) return true;
  return typeof parent === 'string' || threadSource === 'subagent';
}

/** A subagent's history may be a copy of its parent's: it is a subagent all the same. */
function linkOf(payload: JsonObject): NonNullable<RecordFacts['link']> | null {
  const id = textOrNull(payload['id']);
  const parent = textOrNull(payload['parent_thread_id']) ?? textOrNull(spawnOf(payload)?.['parent_thread_id']) ?? null;
  if (parent !== null && isSubagentMeta(payload)) return { type: 'subagent_of', sessionId: parent };
  const origin = textOrNull(payload['forked_from_id']) ?? historyBase(payload)?.sessionId ?? null;
  return origin === null || origin === id ? null : { type: 'forked_from', sessionId: origin };
}

/** Where the history of a thread begins: in the file of the one it was forked from, or in an older one of its own. */
export function historyBase(payload: JsonObject): { sessionId: string; end: number } | null {
  const base = objectAt(payload, 'history_base');
  const sessionId = textOrNull(base['thread_id']);
  const end = numberOrNull(base['end_byte_offset']);
  return sessionId === null || end === null ? null : { sessionId, end };
}

function subagentOf({ source }: JsonObject): unknown {
  return isJsonObject(source) ? (source['subagent'] ?? source['sub_agent']) : undefined;
}

function spawnOf(payload: JsonObject): JsonObject | null {
  const subagent = subagentOf(payload);
  return isJsonObject(subagent) && isJsonObject(subagent['thread_spawn']) ? subagent['thread_spawn'] : null;
}

/** `review`, `compact`, … */
function kindOfSubagent(payload: JsonObject): string | null {
  const subagent = subagentOf(payload);
  return textOrNull(subagent) ?? (isJsonObject(subagent) ? textOrNull(subagent['other']) : null);
}
