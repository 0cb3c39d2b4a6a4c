import type { Action } from '../../contract/command.ts';
import type { Choice } from '../../contract/request.ts';
import type { ObservedRequest } from '../../core/observation.ts';
import type { JsonObject } from '../../lib/json.ts';
import { formOf } from './form-fields.ts';
import { formContent } from './form-values.ts';
import type { HookPayload } from './hook-payload.ts';
import type { HookReply } from './hook-reply.ts';

const ACCEPT: Choice = { id: 'accept', label: 'Accept', effect: 'allow', takesMessage: false };
const DECLINE: Choice = { id: 'decline', label: 'Decline', effect: 'deny', takesMessage: false };
const DISMISS: Choice = { id: 'cancel', label: 'Dismiss', effect: 'cancel', takesMessage: false };

type Elicitation = Extract<ObservedRequest, { kind: 'elicitation' }>;

/** What an MCP server asks, as the `Elicitation` hook tells it. */
export function elicitationOf(
  base: Pick<ObservedRequest, 'id' | 'openedAt' | 'subagent'>,
  { server, message, url, requestedSchema }: HookPayload,
): Elicitation {
  const { fields, isFillable } = formOf(requestedSchema);
  const name = server ?? 'an MCP server';
  return {
    ...base,
    kind: 'elicitation',
    server: name,
    text: message ?? `${name} asks for input`,
    ...(url === undefined ? {} : { url }),
    fields: fields.map(({ field }) => field),
    choices: [...(isFillable ? [ACCEPT] : []), DECLINE, DISMISS],
  };
}

type ElicitationAction = Extract<Action, { type: 'answer' | 'approve' | 'deny' }>;

/** What the hook prints. Answers accept; `approve` accepts what has no fields, or what its defaults fill in. */
export function elicitationReply(
  { choices }: Elicitation,
  requestedSchema: JsonObject,
  action: ElicitationAction,
): HookReply {
  if (action.type === 'deny') return decided(choices, action.choiceId, ['deny', 'cancel']);
  if (action.type === 'approve') {
    const accepted = decided(choices, action.choiceId, ['allow']);
    if (!accepted.ok) return accepted;
  }
  const form = formOf(requestedSchema);
  if (!form.isFillable) return refused('form_unreadable', 'AMC cannot show all that this form needs.');
  const made = formContent(form, action.type === 'answer' ? action.answers : {});
  if (!made.ok) return made;
  return reply(form.fields.length === 0 ? { action: 'accept' } : { action: 'accept', content: made.content });
}

function decided(choices: readonly Choice[], id: string | undefined, effects: readonly Choice['effect'][]): HookReply {
  const choice = choices.find((each) => effects.includes(each.effect) && (id === undefined || each.id === id));
  if (choice !== undefined) return reply({ action: choice.id });
  return {
    ok: false,
    reason: { code: 'unknown_choice', message: `There is no such choice${id === undefined ? '' : ` as "${id}"`}.` },
  };
}

function reply(decision: JsonObject): HookReply {
  return {
    ok: true,
    reply: { hookSpecificOutput: { hookEventName: 'Elicitation', ...decision } },
    sent: { what: 'form' },
  };
}

function refused(code: string, message: string): HookReply {
  return { ok: false, reason: { code, message, next: 'Fill it in in the terminal.' } };
}
