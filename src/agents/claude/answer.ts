import type { Action } from '../../contract/command.ts';
import type { Choice } from '../../contract/request.ts';
import type { ObservedRequest } from '../../core/observation.ts';
import type { JsonObject } from '../../lib/json.ts';
import { elicitationReply } from './elicitation.ts';
import type { HookReply, SentAnswer } from './hook-reply.ts';
import { planModeChange, STOP_ID, suggestionOf } from './permission-choices.ts';
import { givenAnswers } from './questions.ts';

export type RequestAction = Extract<Action, { type: 'answer' | 'approve' | 'deny' }>;

/** What is known of the call that waits: exactly the input it came with, never a cut or changed copy. */
export interface WaitingCall {
  request: ObservedRequest;
  /** Of what an MCP server asks: the schema of its form. */
  input: JsonObject;
  suggestions: readonly unknown[];
}

const NO_MESSAGE = 'The user said no.';
const KEEP_PLANNING = 'The user wants to keep planning.';
const STOPPED = 'The user said no and stopped the turn.';

/** What the hook has to print so that Claude Code takes the answer. See FORMAT.md, "Answers". */
export function hookReply(call: WaitingCall, action: RequestAction): HookReply {
  const { request, input } = call;
  if (request.kind === 'elicitation') return elicitationReply(request, input, action);
  switch (action.type) {
    case 'answer':
      return answered(call, action);
    case 'approve':
      return approved(call, action.choiceId);
    case 'deny':
      return denied(request, action);
  }
}

function answered({ request, input }: WaitingCall, { answers }: Extract<RequestAction, { type: 'answer' }>): HookReply {
  if (request.kind !== 'question')
    return refused('not_a_question', 'This is no question: it can be allowed or denied.');
  const given = givenAnswers(input, answers);
  if (!given.ok) return given;
  const { annotations } = given;
  const updatedInput = {
    ...input,
    answers: given.answers,
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
  return decision({ behavior: 'allow', updatedInput }, { what: 'answers', answers: given.answers });
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
  const change = request.kind === 'plan' ? planModeChange(choice.id) : suggestionOf(choice.id, suggestions);
  if (change === null && choice.effect === 'allow_always')
    return refused('unknown_choice', 'AMC does not know any more what this choice stands for.');
  return decision(
    { behavior: 'allow', updatedInput: input, ...(change === null ? {} : { updatedPermissions: [change] }) },
    { what: 'allow' },
  );
}

function denied(request: ObservedRequest, { choiceId, message }: Extract<RequestAction, { type: 'deny' }>): HookReply {
  const choices: readonly Choice[] = 'choices' in request ? request.choices : [];
  const chosen = choices.find(({ id }) => id === choiceId)?.effect ?? (choiceId === STOP_ID ? 'cancel' : null);
  if (choiceId !== undefined && chosen !== 'deny' && chosen !== 'cancel')
    return refused('unknown_choice', `There is no way to deny it called "${choiceId}".`);
  const words = message?.trim() ?? '';
  if (chosen === 'cancel') {
    // Claude Code keeps its own words for a turn that is stopped: a message would be lost.
    if (words !== '')
      return refused('message_lost', 'A message does not reach an agent that is stopped.', 'Deny without stopping.');
    return decision({ behavior: 'deny', message: STOPPED, interrupt: true }, { what: 'stop' });
  }
  const otherwise = request.kind === 'plan' ? KEEP_PLANNING : NO_MESSAGE;
  return decision({ behavior: 'deny', message: words === '' ? otherwise : words }, { what: 'deny' });
}

function decision(value: JsonObject, sent: SentAnswer): HookReply {
  return { ok: true, reply: { hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: value } }, sent };
}

function refused(code: string, message: string, next?: string): HookReply {
  return { ok: false, reason: { code, message, ...(next === undefined ? {} : { next }) } };
}
