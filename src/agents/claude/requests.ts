import type { ObservedRequest } from '../../core/observation.ts';
import { canonicalJson, type JsonObject } from '../../lib/json.ts';
import { fileEdits } from './file-edits.ts';
import { PLAN_CHOICES, permissionChoices } from './permission-choices.ts';
import { questionsOf } from './questions.ts';
import { firstText, toolTitle } from './tool-line.ts';

/** A tool call that waits for a person, as a hook or the transcript tells it. */
export interface AskedCall {
  tool: string;
  input: JsonObject;
  /** What Claude Code itself offers as "always"; echoed to choose it. */
  suggestions: readonly unknown[];
  cwd: string | undefined;
  /** What to show of a plan whose call came empty; never sent back. */
  shown?: { plan: string; planFilePath: string };
}

const QUESTION_TOOL = 'AskUserQuestion';
const PLAN_TOOL = 'ExitPlanMode';
const MAX_INPUT = 20_000;

/** The request that a waiting tool call makes. Reads files only to show what a write would change. */
export async function requestOf(
  base: Pick<ObservedRequest, 'id' | 'openedAt' | 'subagent'>,
  call: AskedCall,
): Promise<ObservedRequest> {
  switch (call.tool) {
    case QUESTION_TOOL:
      return { ...base, kind: 'question', questions: questionsOf(call.input) };
    case PLAN_TOOL: {
      const shown = { ...call.input, ...call.shown };
      const markdown = firstText(shown, ['plan']);
      const path = firstText(shown, ['planFilePath']);
      return {
        ...base,
        kind: 'plan',
        ...(markdown === null ? {} : { markdown }),
        ...(path === null ? {} : { path }),
        choices: [...PLAN_CHOICES],
      };
    }
    default:
      return permissionOf(base, call);
  }
}

async function permissionOf(base: Parameters<typeof requestOf>[0], call: AskedCall): Promise<ObservedRequest> {
  const { tool, input, cwd } = call;
  const command = firstText(input, ['command']);
  const reason = firstText(input, ['description']);
  const edits = await fileEdits(tool, input);
  const isShown = (command !== null || edits !== null) && saysNoMore(input);
  return {
    ...base,
    kind: 'permission',
    tool,
    title: toolTitle(tool, input),
    ...(reason === null ? {} : { reason }),
    ...(command === null ? {} : { command }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(edits === null ? {} : { edits }),
    ...(isShown ? {} : { input: shownInput(input) }),
    choices: permissionChoices(call.suggestions),
  };
}

/** Shown as command, reason or change. */
const SHOWN = new Set([
  'command',
  'description',
  'file_path',
  'old_string',
  'new_string',
  'content',
  'edits',
  'notebook_path',
  'new_source',
  'cell_id',
]);

/** Whether nothing else is set, as `dangerouslyDisableSandbox` or `replace_all` would be. */
function saysNoMore(input: JsonObject): boolean {
  return Object.entries(input).every(([key, value]) => SHOWN.has(key) || value === false || value === undefined);
}

function shownInput(input: JsonObject): string {
  const text = JSON.stringify(input, undefined, 2);
  return text.length <= MAX_INPUT ? text : `${text.slice(0, MAX_INPUT)}\n… (${text.length} characters in all)`;
}

/**
 * Equal for one tool call, whoever tells it: a hook names no call, so calls are told apart by this. Answers that were
 * added to a question do not count, and there is never more than one plan.
 */
export function callSignature(tool: string, input: JsonObject): string {
  if (tool === PLAN_TOOL) return PLAN_TOOL;
  if (tool === QUESTION_TOOL) return `${QUESTION_TOOL} ${canonicalJson(questionsOf(input))}`;
  return `${tool} ${canonicalJson(input)}`;
}
