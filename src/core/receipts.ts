import type { Action, DeliveryReason } from '../contract/command.ts';
import type { Evidence } from '../contract/evidence.ts';
import type { Observation } from './observation.ts';

/** A command on its way: what would prove it. `since` is when AMC began to write. */
export interface Pending {
  commandId: string;
  action: Action;
  since: number;
}

/** What an observation says about a pending command. */
export type Verdict =
  | { verdict: 'confirmed'; evidence: Evidence; recordId: string | null }
  | { verdict: 'overtaken'; reason: DeliveryReason };

/** The agents run on this machine, by this clock; file times are rounded down to the kernel's tick. */
const CLOCK_SLACK_MS = 50;

/**
 * Whether an observation of the same session proves, or rules out, a pending command. Only the agent's own records do:
 * a recorded prompt with exactly this text, a request that the agent says was closed by AMC, an interruption.
 */
export function judge(pending: Pending, observation: Observation, usedRecords: ReadonlySet<string>): Verdict | null {
  const { action } = pending;
  switch (action.type) {
    case 'prompt':
      return observation.type === 'prompt_recorded'
        ? judgePrompt(pending, action.text, observation, usedRecords)
        : null;
    case 'answer':
    case 'approve':
    case 'deny':
      return observation.type === 'request_closed' && observation.requestId === action.requestId
        ? judgeClosed(observation)
        : null;
    case 'interrupt':
      return observation.type === 'interrupted' && observation.at >= pending.since - CLOCK_SLACK_MS
        ? confirmed(observation, observation.detail, null)
        : null;
  }
}

/** Text as agents record it: one kind of line end, nothing blank around it. */
export function recordedForm(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').trim();
}

function judgePrompt(
  pending: Pending,
  text: string,
  observation: Extract<Observation, { type: 'prompt_recorded' }>,
  usedRecords: ReadonlySet<string>,
): Verdict | null {
  if (observation.at < pending.since - CLOCK_SLACK_MS) return null;
  if (usedRecords.has(observation.recordId)) return null;
  if (recordedForm(observation.text) !== recordedForm(text)) return null;
  const how = observation.queued ? 'recorded as queued behind the running turn' : 'recorded as a prompt';
  return confirmed(observation, how, observation.recordId);
}

function judgeClosed(observation: Extract<Observation, { type: 'request_closed' }>): Verdict | null {
  if (observation.by === 'amc') return confirmed(observation, observation.detail, null);
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

function confirmed(observation: Observation, detail: string, recordId: string | null): Verdict {
  return { verdict: 'confirmed', evidence: { source: observation.source, at: observation.at, detail }, recordId };
}
