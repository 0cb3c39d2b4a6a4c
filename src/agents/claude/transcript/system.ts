import type { NoteKind } from '../../../contract/conversation.ts';
import { isJsonObject } from '../../../lib/json.ts';
import { text, type TranscriptRecord } from '../record.ts';
import { fitted, FOLDED, HIDDEN, note, shown, UNKNOWN, type Outcome } from './outcome.ts';
import { spoken } from './user.ts';

/** What Claude Code itself has to say. FORMAT.md, "System records". */
export function readSystem(record: TranscriptRecord, page: boolean): Outcome {
  const { subtype = '', content } = record;
  const words = typeof content === 'string' ? content : '';
  switch (subtype) {
    case 'local_command':
      return shown(spoken([{ type: 'text', text: words }], { kind: undefined, source: undefined, page }));
    case 'compact_boundary':
    case 'microcompact_boundary':
      return shown([note('compacted', words === '' ? 'Conversation compacted' : words)]);
    case 'turn_duration':
      return { ...FOLDED, facts: { turnEnded: true } };
    case 'stop_hook_summary':
      return stopHooks(record);
    case 'api_error':
      return shown([note('error', retryText(record, words))]);
    case 'memory_saved':
      return shown([note('other', `Memory saved: ${listOf(record.value.writtenPaths)}`)]);
    case 'agents_killed':
      return shown([note('task', words === '' ? 'Background agents were stopped' : words)]);
  }
  const kind = NOTES[subtype];
  if (kind !== undefined) return words.trim() === '' ? HIDDEN : shown([note(kindOf(kind, words), fitted(words, page))]);
  if (QUIET.has(subtype)) return HIDDEN;
  // Versions before there were subtypes, and warnings of versions to come: their words are for people.
  const isTold = subtype === '' || record.level === 'error' || record.level === 'warning';
  return isTold && words.trim() !== '' ? shown([note('other', fitted(words, page))]) : UNKNOWN;
}

/** Shown with their words. */
const NOTES: Readonly<Record<string, NoteKind>> = {
  informational: 'other',
  away_summary: 'other',
  bridge_status: 'other',
  permission_retry: 'other',
  scheduled_task_fire: 'task',
  model_fallback: 'model',
  model_refusal_fallback: 'model',
  model_refusal_no_fallback: 'model',
  model_consent_fallback: 'model',
};

/** Bookkeeping without words. */
const QUIET = new Set(['file_snapshot', 'rewind_stand_in', 'thinking', 'turn_starting', 'per_turn_effort_changed']);

/** A hook that blocks a prompt is told of in these words only. */
const BLOCKED_BY_HOOK = /^\S+ operation blocked by hook\b/;

function kindOf(kind: NoteKind, words: string): NoteKind {
  return BLOCKED_BY_HOOK.test(words) ? 'hook' : kind;
}

/** What went wrong in a hook has a record of its own (`hook_non_blocking_error`); that it kept the agent from going on has not. */
function stopHooks({ value: { preventedContinuation, stopReason } }: TranscriptRecord): Outcome {
  const facts = { turnEnded: true };
  if (preventedContinuation !== true) return { ...FOLDED, facts };
  const reason = text(stopReason) ?? '';
  return {
    ...shown([note('hook', reason === '' ? 'A hook stopped the turn' : `A hook stopped the turn: ${reason}`)]),
    facts,
  };
}

function retryText({ value }: TranscriptRecord, words: string): string {
  const { error, retryAttempt, maxRetries } = value;
  const inner = isJsonObject(error) ? (text(error.message) ?? statusOf(error.status)) : text(error);
  const told = words.trim() !== '' ? words : inner === undefined ? 'API error' : `API error: ${inner}`;
  return typeof retryAttempt === 'number' && typeof maxRetries === 'number'
    ? `${told} (retry ${retryAttempt} of ${maxRetries})`
    : told;
}

function statusOf(status: unknown): string | undefined {
  return typeof status === 'number' ? String(status) : undefined;
}

function listOf(value: unknown): string {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(', ') : '';
}
