import type { Action, DeliveryReason, QuestionAnswer } from '../../contract/command.ts';
import type { ObservedRequest } from '../../core/observation.ts';
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { questionsOf } from './requests.ts';

export type RequestAction = Extract<Action, { type: 'answer' | 'approve' | 'deny' }>;

/** What is known of the call that waits: exactly the input it came with, never a cut or changed copy. */
export interface WaitingCall {
  request: ObservedRequest;
  input: JsonObject;
  suggestions: readonly unknown[];
}

export type HookReply = { ok: true; reply: JsonObject } | { ok: false; reason: DeliveryReason };

const NO_MESSAGE = 'The user said no.';
const KEEP_PLANNING = 'The user wants to keep planning.';

/** What the hook has to print so that Claude Code takes the answer. See FORMAT.md, "Answers". */
export function hookReply(call: WaitingCall, action: RequestAction): HookReply {
  switch (action.type) {
    case 'answer':
      return answered(call, action.answers);
    case 'approve':
      return approved(call, action.choiceId);
    case 'deny': {
      const otherwise = call.request.kind === 'plan' ? KEEP_PLANNING : NO_MESSAGE;
      return decision({ behavior: 'deny', message: action.message?.trim() || otherwise });
    }
  }
}

function answered({ request, input }: WaitingCall, answers: Record<string, QuestionAnswer>): HookReply {
  if (request.kind !== 'question')
    return refused('not_a_question', 'This is no question: it can be allowed or denied.');
  const given: [question: string, answer: string][] = [];
  for (const question of questionsOf(input)) {
    const answer = answers[question.id] ?? answers[question.text];
    const labels = answer?.labels ?? [];
    const text = answer?.text?.trim() ?? '';
    const unknown = labels.find((label) => !question.options.some((option) => option.label === label));
    if (unknown !== undefined) return refused('unknown_option', `"${unknown}" is no option of "${question.text}".`);
    const parts = text === '' ? labels : [...labels, text];
    if (parts.length === 0)
      return refused('answers_incomplete', `There is no answer to "${question.text}".`, 'Answer every question.');
    if (parts.length > 1 && !question.multiSelect) {
      return refused('answers_ambiguous', `"${question.text}" takes one answer.`, 'Choose one option, or write text.');
    }
    given.push([question.text, parts.join(', ')]);
  }
  if (given.length === 0)
    return refused('no_questions', 'AMC could not read its questions.', 'Answer in the terminal.');
  return decision({ behavior: 'allow', updatedInput: { ...input, answers: Object.fromEntries(given) } });
}

function approved({ request, input, suggestions }: WaitingCall, choiceId: string | undefined): HookReply {
  if (request.kind !== 'permission' && request.kind !== 'plan') {
    return refused('not_a_permission', 'This cannot be approved: it asks for an answer.');
  }
  const choice = request.choices.find(({ id, effect }) =>
    choiceId === undefined ? effect === 'allow' : id === choiceId,
  );
  if (choice === undefined || (choice.effect !== 'allow' && choice.effect !== 'allow_always')) {
    return refused(
      'unknown_choice',
      `There is no way to allow it called "${choiceId ?? ''}".`,
      'Choose one of the choices shown.',
    );
  }
  const permissions = permissionsFor(choice.id, suggestions);
  if (permissions === null) return refused('unknown_choice', 'AMC does not know any more what this choice stands for.');
  return decision({
    behavior: 'allow',
    updatedInput: input,
    ...(permissions.length === 0 ? {} : { updatedPermissions: permissions }),
  });
}

function permissionsFor(choiceId: string, suggestions: readonly unknown[]): readonly unknown[] | null {
  if (choiceId === 'approve:acceptEdits') return [{ type: 'setMode', mode: 'acceptEdits', destination: 'session' }];
  const index = /^always:(\d+)$/.exec(choiceId)?.[1];
  if (index === undefined) return [];
  const suggestion = suggestions[Number(index)];
  return isJsonObject(suggestion) ? [suggestion] : null;
}

function decision(value: JsonObject): HookReply {
  return { ok: true, reply: { hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: value } } };
}

function refused(code: string, message: string, next?: string): HookReply {
  return { ok: false, reason: { code, message, ...(next === undefined ? {} : { next }) } };
}
