import { AgentName } from '../contract/agent.ts';
import type { SessionRef } from '../contract/session.ts';
import { isFileId } from '../lib/file-id.ts';
import { parseJsonObject, type JsonObject } from '../lib/json.ts';

/** The original's four words; `other` is one it did not have. */
export type LegacyStatus = 'starting' | 'active' | 'needs_attention' | 'done' | 'other';

/** A session as a file `sessions/<id>.json` of the original tells it. Times are ms since the epoch. */
export interface LegacySession {
  ref: SessionRef;
  status: LegacyStatus;
  /** The file says so, or, where it says nothing usable, when the file was written. */
  lastEventAt: number;
  lastEvent: string | null;
  cwd: string | null;
  startedAt: number | null;
  preview: string | null;
  zellijSession: string | null;
}

export interface LegacyFile {
  bytes: Uint8Array;
  /** File name without `.json`; the id where the content names none. */
  stem: string;
  mtimeMs: number;
}

export type ParsedLegacy = { ok: true; session: LegacySession } | { ok: false; reason: string };

/** Reads one session file. A field of the wrong type is as good as absent; `reason` completes "this file …". */
export function parseLegacySession({ bytes, stem, mtimeMs }: LegacyFile, now: number): ParsedLegacy {
  const text = decodeUtf8(bytes);
  if (text === null) return { ok: false, reason: 'is not UTF-8' };
  const parsed = parseJsonObject(text);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  const id = textOf(value, 'session_id') ?? stem;
  if (!isFileId(id)) return { ok: false, reason: 'has an id that cannot be one' };
  const agent = AgentName.safeParse(textOf(value, 'agent') ?? 'claude');
  if (!agent.success) return { ok: false, reason: 'names an agent that AMC does not know' };
  return {
    ok: true,
    session: {
      ref: { agent: agent.data, id },
      status: statusOf(value),
      lastEventAt: timeOf(value, 'last_event_at', now) ?? Math.min(mtimeMs, now),
      lastEvent: textOf(value, 'last_event'),
      cwd: textOf(value, 'project_dir'),
      startedAt: timeOf(value, 'started_at', now),
      preview: textOf(value, 'last_message_preview'),
      zellijSession: textOf(value, 'zellij_session'),
    },
  };
}

const STATUSES: readonly LegacyStatus[] = ['starting', 'active', 'needs_attention', 'done'];

function statusOf(value: JsonObject): LegacyStatus {
  return STATUSES.find((status) => status === value.status) ?? 'other';
}

function textOf(value: JsonObject, name: string): string | null {
  const field = value[name];
  return typeof field === 'string' && field.trim() !== '' ? field : null;
}

/** A time in the future is a mistake of whoever wrote it, and would hide everything that comes. */
function timeOf(value: JsonObject, name: string, now: number): number | null {
  const time = Date.parse(textOf(value, name) ?? '');
  return Number.isFinite(time) && time <= now ? time : null;
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
