import { isJsonObject } from '../../../lib/json.ts';
import { text, type TranscriptRecord } from '../record.ts';
import { oneLine } from '../tool-line.ts';
import { FOLDED, HIDDEN, note, shown, UNKNOWN, type Outcome } from './outcome.ts';

/** Records that are no message: what they say of the session, if anything. FORMAT.md, "Record types". */
export function readOther(record: TranscriptRecord): Outcome {
  const { type, value } = record;
  switch (type) {
    case 'custom-title':
      return titled(record.customTitle, 3);
    case 'ai-title':
      return titled(record.aiTitle, 2);
    case 'agent-name':
      return titled(text(value.agentName), 2);
    case 'summary':
      return titled(record.summary, 2);
    case 'pr-link': {
      const url = text(value.prUrl);
      return url === undefined ? FOLDED : { ...FOLDED, facts: { pullRequest: url } };
    }
    case 'relocated': {
      const cwd = text(value.relocatedCwd);
      return cwd === undefined ? FOLDED : { ...FOLDED, facts: { cwd } };
    }
    case 'derived-from':
      return derived(record);
    case 'continued-in': {
      const next = text(value.continuedInSessionId);
      return next === undefined ? HIDDEN : shown([note('continued', `Goes on in session ${next}`)]);
    }
    case 'ended-by-model':
      return shown([note('other', 'The agent ended the session')]);
  }
  if (FOLDED_TYPES.has(type)) return FOLDED;
  return HIDDEN_TYPES.has(type) || type.startsWith('api-request') ? HIDDEN : UNKNOWN;
}

function titled(title: string | undefined, rank: 2 | 3): Outcome {
  const line = oneLine(title ?? '', rank === 3 ? Number.POSITIVE_INFINITY : undefined);
  return line === '' ? FOLDED : { ...FOLDED, facts: { title: { text: line, rank } } };
}

/** What data came from where; a branch is the only one that is the same conversation. */
function derived({ value: { sessions } }: TranscriptRecord): Outcome {
  const origin = (Array.isArray(sessions) ? sessions : [])
    .filter(isJsonObject)
    .find(({ via, id }) => via === 'branch' && typeof id === 'string');
  const id = text(origin?.id);
  return id === undefined ? FOLDED : { ...FOLDED, facts: { link: { type: 'forked_from', sessionId: id } } };
}

/** What they hold is told by other records, or of the moment only. */
const FOLDED_TYPES = new Set([
  'queue-operation',
  'progress',
  'last-prompt',
  'task-summary',
  'tools-used',
  'cost-state',
]);

const HIDDEN_TYPES = new Set([
  'agent-color',
  'agent-setting',
  'artifact-autoreact-ledger',
  'artifact-comment-monitor',
  'atis-latch',
  'attribution-snapshot',
  'bridge-session',
  'content-replacement',
  'data-flow-incomplete',
  'data-flow-records',
  'dev-mods',
  'file-history-delta',
  'file-history-snapshot',
  'fork-context-ref',
  'frame-link',
  'history-suppression',
  'host-row',
  'hybrid-organization',
  'isolation-latch',
  'memory-mode',
  'mode',
  'observer-ref',
  'permission-mode',
  'resume-head-vouch',
  'session-owner',
  'speculation-accept',
  'tag',
  'worktree-state',
]);
