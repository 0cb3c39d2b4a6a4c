import type { Choice } from '../../contract/request.ts';
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { oneLine } from './tool-line.ts';

/** Says no and ends the turn; Claude Code keeps no message then (FORMAT.md, "Answers"). */
export const STOP_ID = 'cancel';

const STOP: Choice = { id: STOP_ID, label: 'No, and stop', effect: 'cancel', takesMessage: false };
const MAX_LABEL = 300;

/** The ways to decide a permission: Claude Code's own suggestions are the "always" ones. */
export function permissionChoices(suggestions: readonly unknown[]): Choice[] {
  const always = suggestions.flatMap((suggestion, index): Choice[] => {
    const label = suggestionLabel(suggestion);
    return label === null ? [] : [{ id: `always:${index}`, label, effect: 'allow_always', takesMessage: false }];
  });
  return [
    { id: 'allow', label: 'Yes', effect: 'allow', takesMessage: false },
    ...always,
    { id: 'deny', label: 'No', effect: 'deny', takesMessage: true },
    STOP,
  ];
}

/** The suggestion that a choice stands for; null: it stands for none. */
export function suggestionOf(choiceId: string, suggestions: readonly unknown[]): JsonObject | null {
  const index = /^always:(\d+)$/.exec(choiceId)?.[1];
  const suggestion = index === undefined ? undefined : suggestions[Number(index)];
  return isJsonObject(suggestion) ? suggestion : null;
}

/** Modes that a plan is approved into, the most careful first. Claude Code's dialog offers `auto` and `default`. */
const PLAN_MODES = [
  { id: 'approve', mode: 'default', label: 'Approve, and ask before each edit' },
  { id: 'approve:acceptEdits', mode: 'acceptEdits', label: 'Approve, and accept edits' },
  { id: 'approve:auto', mode: 'auto', label: 'Approve, and use auto mode' },
] as const;

export const PLAN_CHOICES: readonly Choice[] = [
  ...PLAN_MODES.map(({ id, label }): Choice => ({ id, label, effect: 'allow', takesMessage: false })),
  { id: 'deny', label: 'Keep planning', effect: 'deny', takesMessage: true },
  STOP,
];

/** What leaves plan mode into the mode that this choice names; null: it names none. */
export function planModeChange(choiceId: string): JsonObject | null {
  const chosen = PLAN_MODES.find(({ id }) => id === choiceId);
  return chosen === undefined ? null : { type: 'setMode', mode: chosen.mode, destination: 'session' };
}

/** What choosing one of Claude Code's suggestions would mean; null when AMC cannot say it, so it is not offered. */
function suggestionLabel(suggestion: unknown): string | null {
  if (!isJsonObject(suggestion)) return null;
  const meaning = meaningOf(suggestion);
  return meaning === null ? null : oneLine(`Yes, and ${meaning}${destinationWords(suggestion.destination)}`, MAX_LABEL);
}

function meaningOf({ type, mode, behavior, rules, directories }: JsonObject): string | null {
  const named = type === 'addDirectories' || type === 'removeDirectories' ? texts(directories) : ruleTexts(rules);
  const all = named?.join(', ') ?? '';
  if (type === 'setMode') return typeof mode === 'string' ? modeWords(mode) : null;
  // A list with an entry that cannot be read would say less than it does.
  if (all === '') return null;
  switch (type) {
    case 'addDirectories':
      return `allow access to ${all}`;
    case 'removeDirectories':
      return `take back access to ${all}`;
    case 'addRules':
      return behavior === 'allow' ? `don't ask again for ${all}` : null;
    case 'replaceRules':
      return behavior === 'allow' ? `replace the rules, so that only ${all} is allowed unasked` : null;
    case 'removeRules':
      return typeof behavior === 'string' ? `remove the ${behavior} rule for ${all}` : null;
    default:
      return null;
  }
}

function modeWords(mode: string): string {
  return mode === 'acceptEdits' ? 'accept all edits' : `switch to ${mode} mode`;
}

/** null: not a list of texts alone. */
function texts(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  return value.every((each) => typeof each === 'string') ? value : null;
}

function ruleTexts(rules: unknown): string[] | null {
  if (!Array.isArray(rules)) return null;
  const words = rules.map(ruleWords);
  return words.every((each) => each !== null) ? words : null;
}

function ruleWords(rule: unknown): string | null {
  if (!isJsonObject(rule) || typeof rule.toolName !== 'string') return null;
  return typeof rule.ruleContent === 'string' ? `${rule.toolName}(${rule.ruleContent})` : rule.toolName;
}

/** Where it is kept. One that is not known is named as it is. */
function destinationWords(destination: unknown): string {
  switch (destination) {
    case undefined:
      return '';
    case 'session':
      return ' (this session)';
    case 'localSettings':
      return ' (this project, only for you)';
    case 'projectSettings':
      return ' (this project, for everybody)';
    case 'userSettings':
      return ' (all projects)';
    default:
      return ` (${String(destination)})`;
  }
}
