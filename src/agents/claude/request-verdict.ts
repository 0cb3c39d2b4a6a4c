import { canonicalJson, isJsonObject } from '../../lib/json.ts';
import type { ObservedRequest, TerminalDecision } from '../../core/observation.ts';
import type { SentAnswer } from './hook-reply.ts';
import type { TranscriptRecord } from './record.ts';

export interface Verdict {
  by: 'amc' | 'elsewhere' | 'unknown';
  detail: string;
  inTerminal?: TerminalDecision;
}

/** What AMC knows of its own part in a request. */
export interface OwnAnswer {
  /** How far it came. */
  answer: 'none' | 'sending' | 'taken' | 'lost';
  sent: SentAnswer | null;
  /** It came from the store after a start: whether AMC answered it before is not known here. */
  replayed: boolean;
  request: ObservedRequest;
}

/** Who decided, by the record of the result. See FORMAT.md, "Receipts". */
export function verdictOf(record: TranscriptRecord, own: OwnAnswer): Verdict {
  const { permissionDecision, toolDenialKind } = record;
  const decision = permissionDecision?.decision ?? 'decided';
  if (permissionDecision?.source === 'hook') return byHook(record, decision, own);
  if (permissionDecision?.source !== undefined)
    return {
      by: 'elsewhere',
      detail: `transcript: ${decision} by ${permissionDecision.source}`,
      ...(permissionDecision.source === 'user_temporary' ? { inTerminal: decidedThere(record, own.request) } : {}),
    };
  if (toolDenialKind === 'user-rejected') return byRejection(own);
  return { by: 'unknown', detail: 'transcript: the tool has its result' };
}

function byHook({ value }: TranscriptRecord, decision: string, { answer, sent, replayed }: OwnAnswer): Verdict {
  if (answer === 'none' && !replayed) return { by: 'elsewhere', detail: `transcript: ${decision} by another hook` };
  if (sent?.what !== 'answers') return { by: 'amc', detail: `transcript: ${decision} by the hook` };
  const { toolUseResult } = value;
  const recorded = isJsonObject(toolUseResult) ? toolUseResult.answers : undefined;
  if (recorded === undefined || canonicalJson(recorded) === canonicalJson(sent.answers))
    return {
      by: 'amc',
      detail: `transcript: ${decision} by the hook${recorded === undefined ? '' : ', with these answers'}`,
    };
  return { by: 'elsewhere', detail: 'transcript: answered by another hook, with other answers' };
}

const THERE = { inTerminal: { decision: 'denied' } } as const;

/** Stopped from a hook or with Escape: the record is the same. */
function byRejection({ answer, sent, replayed }: OwnAnswer): Verdict {
  if (sent?.what === 'stop' && answer === 'taken')
    return { by: 'amc', detail: 'transcript: rejected and stopped, after the hook had said so' };
  if (replayed)
    return { ...THERE, by: 'unknown', detail: 'transcript: rejected, in the terminal or before AMC was started' };
  return { by: 'elsewhere', detail: 'transcript: rejected in the terminal', ...THERE };
}

/** Answers to questions are recorded by the question's words. */
function decidedThere(
  { permissionDecision, value: { toolUseResult } }: TranscriptRecord,
  request: ObservedRequest,
): TerminalDecision {
  const decision = permissionDecision?.decision === 'accept' ? 'allowed' : 'denied';
  const recorded = isJsonObject(toolUseResult) && isJsonObject(toolUseResult.answers) ? toolUseResult.answers : null;
  if (recorded === null || request.kind !== 'question') return { decision };
  const answers = request.questions.map(({ id, text }): [string, string] => [id, String(recorded[text] ?? '')]);
  return { decision, answers: Object.fromEntries(answers) };
}
