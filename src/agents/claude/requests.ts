import type { Choice, Question } from '../../contract/request.ts';
import type { ObservedRequest } from '../../core/observation.ts';
import { canonicalJson, isJsonObject, type JsonObject } from '../../lib/json.ts';
import { fileEdits } from './file-edits.ts';
import { firstText, oneLine, toolTitle } from './tool-line.ts';

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
export async function requestOf(id: string, openedAt: number, call: AskedCall): Promise<ObservedRequest> {
  const base = { id, openedAt };
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
        choices: PLAN_CHOICES,
      };
    }
    default:
      return permissionOf(base, call);
  }
}

async function permissionOf(base: { id: string; openedAt: number }, call: AskedCall): Promise<ObservedRequest> {
  const { tool, input, cwd } = call;
  const command = firstText(input, ['command']);
  const reason = firstText(input, ['description']);
  const edits = await fileEdits(tool, input);
  const isShown = command !== null || edits !== null;
  return {
    ...base,
    kind: 'permission',
    tool,
    title: toolTitle(tool, input),
    ...(reason === null ? {} : { reason }),
    ...(command === null ? {} : { command }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(edits === null ? {} : { edits }),
    ...(isShown ? {} : { input: JSON.stringify(input, undefined, 2).slice(0, MAX_INPUT) }),
    choices: permissionChoices(call.suggestions),
  };
}

/** The questions of an AskUserQuestion call; what is malformed is left out, never thrown at. */
export function questionsOf(input: JsonObject): Question[] {
  const { questions } = input;
  if (!Array.isArray(questions)) return [];
  return questions.filter(isJsonObject).map((question, index) => {
    const header = firstText(question, ['header']);
    return {
      id: `q${index + 1}`,
      ...(header === null ? {} : { header }),
      text: firstText(question, ['question']) ?? '',
      multiSelect: question.multiSelect === true,
      options: optionsOf(question.options),
      takesFreeText: true,
    };
  });
}

function optionsOf(options: unknown): Question['options'] {
  if (!Array.isArray(options)) return [];
  return options.flatMap((option: unknown) => {
    if (typeof option === 'string') return [{ label: option }];
    if (!isJsonObject(option)) return [];
    const label = firstText(option, ['label']);
    const description = firstText(option, ['description']);
    const preview = firstText(option, ['preview', 'markdown']);
    if (label === null) return [];
    return [{ label, ...(description === null ? {} : { description }), ...(preview === null ? {} : { preview }) }];
  });
}

const PLAN_CHOICES: Choice[] = [
  { id: 'approve', label: 'Approve', effect: 'allow', takesMessage: false },
  { id: 'approve:acceptEdits', label: 'Approve, and accept edits', effect: 'allow', takesMessage: false },
  { id: 'deny', label: 'Keep planning', effect: 'deny', takesMessage: true },
];

function permissionChoices(suggestions: readonly unknown[]): Choice[] {
  const always = suggestions.flatMap((suggestion, index): Choice[] => {
    const label = suggestionLabel(suggestion);
    return label === null ? [] : [{ id: `always:${index}`, label, effect: 'allow_always', takesMessage: false }];
  });
  return [
    { id: 'allow', label: 'Yes', effect: 'allow', takesMessage: false },
    ...always,
    { id: 'deny', label: 'No', effect: 'deny', takesMessage: true },
  ];
}

/** What choosing one of Claude Code's suggestions would mean; null when AMC cannot say it, so it is not offered. */
function suggestionLabel(suggestion: unknown): string | null {
  if (!isJsonObject(suggestion)) return null;
  const where = destinationWords(suggestion.destination);
  switch (suggestion.type) {
    case 'setMode':
      if (typeof suggestion.mode !== 'string') return null;
      return suggestion.mode === 'acceptEdits'
        ? `Yes, and accept all edits${where}`
        : `Yes, and switch to ${suggestion.mode} mode${where}`;
    case 'addDirectories': {
      const folders = Array.isArray(suggestion.directories)
        ? suggestion.directories.filter((each) => typeof each === 'string')
        : [];
      return folders.length === 0 ? null : oneLine(`Yes, and allow access to ${folders.join(', ')}${where}`, 300);
    }
    case 'addRules': {
      if (suggestion.behavior !== 'allow') return null;
      const rules = Array.isArray(suggestion.rules)
        ? suggestion.rules.map(ruleWords).filter((rule) => rule !== null)
        : [];
      return rules.length === 0 ? null : oneLine(`Yes, and don't ask again for ${rules.join(', ')}${where}`, 300);
    }
    default:
      return null;
  }
}

function ruleWords(rule: unknown): string | null {
  if (!isJsonObject(rule) || typeof rule.toolName !== 'string') return null;
  return typeof rule.ruleContent === 'string' ? `${rule.toolName}(${rule.ruleContent})` : rule.toolName;
}

function destinationWords(destination: unknown): string {
  switch (destination) {
    case 'session':
      return ' (this session)';
    case 'localSettings':
      return ' (this project, only for you)';
    case 'projectSettings':
      return ' (this project, for everybody)';
    case 'userSettings':
      return ' (all projects)';
    default:
      return '';
  }
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

const MAX_QUESTION = 500;

/**
 * The question that a message ends with, if it ends by asking: its last paragraph, at most 500 characters and then from
 * the first sentence that begins in them.
 */
export function proseQuestion(message: string): string | null {
  const text = message.trimEnd();
  if (!text.endsWith('?')) return null;
  const paragraph =
    text
      .split(/\n[ \t]*\n/)
      .at(-1)
      ?.trim() ?? '';
  if (paragraph.length <= MAX_QUESTION) return paragraph;
  const tail = paragraph.slice(-MAX_QUESTION);
  const sentence = tail.indexOf('. ');
  return sentence === -1 ? tail : tail.slice(sentence + 2);
}
