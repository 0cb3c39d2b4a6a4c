import type { Action, DeliveryReason } from '../contract/command.ts';
import type { Evidence } from '../contract/evidence.ts';
import type { Observation } from './observation.ts';

/** A command on its way: what would prove it. */
export interface Pending {
  commandId: string;
  action: Action;
  /** When AMC began to write. */
  since: number;
  /** A record of later than this is of something else. */
  until?: number;
  /** AMC typed it: what the agent's terminal decided then is what AMC asked for, or it is not. */
  typed?: boolean;
}

/** What an observation says about a pending command. */
export type Verdict =
  | { verdict: 'confirmed'; evidence: Evidence; recordId: string | null }
  /** Its screen looks like it, which is no record. */
  | { verdict: 'shown'; evidence: Evidence }
  | { verdict: 'overtaken'; reason: DeliveryReason };

/** The agents run on this machine, by this clock; file times are rounded down to the kernel's tick. */
const CLOCK_SLACK_MS = 50;

/**
 * Whether an observation of the same session proves, or rules out, a pending command. Only the agent's own records do:
 * a recorded prompt with exactly this text, a request that the agent says was closed by AMC, an interruption, the
 * record that a mode was switched and the like.
 */
export function judge(pending: Pending, observation: Observation, usedRecords: ReadonlySet<string>): Verdict | null {
  const { action, until = Infinity } = pending;
  if (observation.at > until) return null;
  switch (action.type) {
    case 'prompt':
      return observation.type === 'prompt_recorded' ? judgePrompt(pending, action, observation, usedRecords) : null;
    case 'answer':
    case 'approve':
    case 'deny':
      if (observation.type === 'merged') return judgeMerged(action.type, observation);
      return observation.type === 'request_closed' && observation.requestId === action.requestId
        ? judgeClosed(pending, observation)
        : null;
    case 'interrupt':
      return observation.type === 'interrupted' && observation.at >= pending.since - CLOCK_SLACK_MS
        ? confirmed(observation, observation.detail, null)
        : null;
    case 'mode':
      return judgeDone(pending, action.mode, observation);
    case 'model':
      return judgeDone(pending, action.model, observation);
    case 'rename':
      return judgeDone(pending, action.title, observation);
    case 'compact':
    case 'clear':
    case 'close':
      return judgeDone(pending, null, observation);
  }
}

/** `value`: what the agent has to say it did; null: any record of the action will do. */
function judgeDone(pending: Pending, value: string | null, observation: Observation): Verdict | null {
  if (observation.type !== 'done' || observation.action !== pending.action.type) return null;
  if (observation.at < pending.since - CLOCK_SLACK_MS) return null;
  const isIt = value === null || recordedForm(observation.value ?? '') === recordedForm(value);
  return isIt ? confirmed(observation, observation.detail, null) : null;
}

/** Text as agents record it: one kind of line end, nothing blank around it. */
export function recordedForm(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').trim();
}

function judgePrompt(
  pending: Pending,
  action: Extract<Action, { type: 'prompt' }>,
  observation: Extract<Observation, { type: 'prompt_recorded' }>,
  usedRecords: ReadonlySet<string>,
): Verdict | null {
  if (observation.at < pending.since - CLOCK_SLACK_MS) return null;
  if (usedRecords.has(observation.recordId)) return null;
  const paths = (action.attachments ?? []).map(({ path }) => path);
  const [recorded, sent] = [withoutPaths(observation.text, paths), withoutPaths(action.text, paths)];
  const tabsAreBlanks = recorded !== sent && recorded === withoutTabs(sent);
  if (recorded !== sent && !tabsAreBlanks) return null;
  const how = observation.queued ? 'recorded as queued behind the running turn' : 'recorded as a prompt';
  return confirmed(observation, tabsAreBlanks ? `${how}, each tab as four blanks` : how, observation.recordId);
}

/** What Claude Code makes of pasted tabs. It is the same prompt, and the receipt says what became of it. */
function withoutTabs(text: string): string {
  return text.replaceAll('\t', '    ');
}

/**
 * What is left of a text when the files that went with it are taken out: an agent may write down where they lie, or
 * not. Without files this is the recorded form and nothing else.
 */
function withoutPaths(text: string, paths: readonly string[]): string {
  if (paths.length === 0) return recordedForm(text);
  const bare = paths.reduce(
    (rest, path) => rest.replaceAll(`@"${path}"`, ' ').replaceAll(`@${path}`, ' ').replaceAll(path, ' '),
    text,
  );
  return bare.replaceAll(/\s+/g, ' ').trim();
}

/** A dialog of its start was answered: with a yes the session is there, with a no the process is gone. */
function judgeMerged(action: Action['type'], observation: Extract<Observation, { type: 'merged' }>): Verdict | null {
  const isProof = (observation.into === null) === (action === 'deny');
  return isProof ? confirmed(observation, observation.detail, null) : null;
}

type Closed = Extract<Observation, { type: 'request_closed' }>;

function judgeClosed({ action, since, typed = false }: Pending, observation: Closed): Verdict | null {
  if (observation.by === 'amc' && observation.source === 'screen') {
    const { source, at, detail } = observation;
    return { verdict: 'shown', evidence: { source, at, detail } };
  }
  if (observation.by === 'amc') return confirmed(observation, observation.detail, null);
  const isLater = observation.at >= since - CLOCK_SLACK_MS;
  if (typed && isLater && isDecidedSo(action, observation)) return confirmed(observation, observation.detail, null);
  if (observation.by === 'unknown') return null;
  return {
    verdict: 'overtaken',
    reason: {
      code: 'answered_elsewhere',
      message: `It was answered elsewhere first: ${observation.detail}`,
      next: 'Look at the conversation to see which answer counted.',
    },
  };
}

/** Whether the terminal decided what was asked for: the same way, and with the same words where there are any. */
function isDecidedSo(action: Action, { inTerminal }: Closed): boolean {
  switch (action.type) {
    case 'approve':
      return inTerminal?.decision === 'allowed';
    case 'deny':
      return inTerminal?.decision === 'denied';
    case 'answer': {
      const { answers } = inTerminal ?? {};
      const chosen = Object.entries(action.answers);
      return answers !== undefined && chosen.every(([id, { labels }]) => labels?.[0] === answers[id]);
    }
    default:
      return false;
  }
}

function confirmed(observation: Observation, detail: string, recordId: string | null): Verdict {
  const { source, at } = observation;
  const evidence = { source, at, detail, ...(recordId === null ? {} : { recordId }) };
  return { verdict: 'confirmed', evidence, recordId };
}
