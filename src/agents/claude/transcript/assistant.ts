import type { FileTouch, RecordFacts, ResponseUsage } from '../../../ports/transcripts.ts';
import { blocksOf, resultText, textsOf, type Block, type TranscriptRecord } from '../record.ts';
import { HIDDEN, MAX_TEXT, note, shown, type Content, type Outcome } from './outcome.ts';
import { asksPerson, startedBy, toolCall, touchedBy } from './tool-call.ts';
import { contextOf, SYNTHETIC_MODEL, usageOf } from './usage.ts';

/** What Claude Code writes for itself when there was nothing to say. */
const NO_REPLY = 'No response requested.';

/** What the agent said, thought and called. */
export function readAssistant(record: TranscriptRecord, page: boolean): Outcome {
  const blocks = blocksOf(record.message?.content);
  const failure = failureOf(record, blocks);
  if (failure !== null) return failure;
  const model = record.message?.model;
  const outcome: Outcome = shown(blocks.flatMap((block) => contentOf(block, { model, page })));
  addCalls(outcome, blocks);
  const usage = usageOf(record);
  if (usage !== null) {
    outcome.usage = usage;
    if (outcome.contents.length === 0) outcome.fate = 'folded';
  }
  const facts = factsOf(record, { blocks, usage });
  if (facts !== null) outcome.facts = facts;
  const strange = blocks.find((block) => block.type === 'unknown');
  if (strange !== undefined) outcome.oddity = `holds a part of a kind that AMC does not know: ${strange.name}`;
  return outcome;
}

function addCalls(outcome: Outcome, blocks: readonly Block[]): void {
  const calls = blocks.filter((block) => block.type === 'tool_use');
  if (calls.length === 0) return;
  const touched = calls.map(touchedBy).filter((touch): touch is FileTouch => touch !== null);
  const waits = calls.filter(asksPerson).map(({ id }) => id);
  if (touched.length > 0) outcome.touched = touched;
  if (waits.length > 0) outcome.waits = waits;
}

function contentOf(block: Block, { model, page }: { model: string | undefined; page: boolean }): Content[] {
  switch (block.type) {
    case 'text':
      if (block.text.trim() === '' || block.text === NO_REPLY) return [];
      return [
        {
          kind: 'reply',
          text: block.text,
          ...(model === undefined || model === SYNTHETIC_MODEL ? {} : { model }),
        },
      ];
    case 'thinking':
      return [{ kind: 'thinking', text: block.text }];
    case 'tool_use':
      return [toolCall(block, page)];
    case 'tool_result':
      return [toolResult(block, page)];
    default:
      return [];
  }
}

/** The item of a tool's result; on a page it is cut. */
export function toolResult(
  { callId, ok, content }: Extract<Block, { type: 'tool_result' }>,
  page: boolean,
): Extract<Content, { kind: 'tool_result' }> {
  const output = resultText(content);
  const cut = page ? output.length - MAX_TEXT : 0;
  return {
    kind: 'tool_result',
    callId,
    ok,
    output: cut > 0 ? output.slice(0, MAX_TEXT) : output,
    ...(cut > 0 ? { cut } : {}),
  };
}

/**
 * A turn ends with words, not with a call or a thought; what a subagent says ends no turn of the session, and what one
 * that writes into the session's own file used fills another window.
 */
function factsOf(
  { message, agentId, isSidechain, value }: TranscriptRecord,
  { blocks, usage }: { blocks: readonly Block[]; usage: ResponseUsage | null },
): RecordFacts | null {
  const facts: RecordFacts = {};
  if (usage !== null && (agentId !== undefined || !isSidechain)) facts.context = contextOf(usage);
  if (agentId !== undefined && typeof value.attributionAgent === 'string') facts.role = value.attributionAgent;
  const saysLast = message?.stopReason === 'end_turn' && blocks.some(({ type }) => type === 'text');
  if (saysLast && !isSidechain) facts.turnEnded = true;
  const started = blocks.map(startedBy).find((start) => start !== null);
  if (started !== undefined && started !== null) facts.started = started;
  return Object.keys(facts).length === 0 ? null : facts;
}

const LIMIT = /\blimit reached\b|\bhit your [\w\s-]*limit\b|\busage limit\b/i;
/** Until 2025: `Claude AI usage limit reached|1759000000`. */
const LIMIT_WITH_TIME = /\|(\d{10})\s*$/;

/** An API error, or a limit; both are written as words of the agent that no model said. */
function failureOf(record: TranscriptRecord, blocks: readonly Block[]): Outcome | null {
  const { isApiErrorMessage, message, value } = record;
  const text = textsOf(blocks).join('\n').trim();
  const isLimit = value.error === 'rate_limit' || (message?.model === SYNTHETIC_MODEL && LIMIT.test(text));
  if (!isApiErrorMessage && !isLimit) return null;
  if (text === '') return { ...HIDDEN, facts: { turnEnded: true } };
  const resetsAt = resetOf(text);
  const told = resetsAt === null ? text : text.replace(LIMIT_WITH_TIME, `, resets ${new Date(resetsAt).toISOString()}`);
  const limits = resetsAt === null ? null : [{ name: 'usage', usedPercent: 100, windowMinutes: null, resetsAt }];
  return {
    fate: 'shown',
    contents: [note(isLimit ? 'rate_limit' : 'error', told)],
    facts: { turnEnded: true, ...(limits === null ? {} : { limits }) },
  };
}

function resetOf(text: string): number | null {
  const seconds = LIMIT_WITH_TIME.exec(text)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
