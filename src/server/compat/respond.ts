import { z } from 'zod';
import type { Action } from '../../contract/command.ts';
import type { Session } from '../../contract/session.ts';
import { refused, type Checked } from '../refusal.ts';
import { answerable, type AnswerableRequest } from './session-view.ts';

const MAX_TEXT = 1_000_000;
const OPTION_COUNT = "Expected 'optionCount' to be a whole number, 0 or more";

/** The body of `POST /api/respond`. Other fields pass. */
export const RespondBody = z.object(
  {
    text: z
      .string({ error: "Missing or empty 'text' field" })
      .max(MAX_TEXT, { error: "'text' is too long" })
      .refine((text) => text.trim() !== '', { error: "Missing or empty 'text' field" }),
    freeform: z.boolean({ error: "Expected 'freeform' to be true or false" }).nullish(),
    optionCount: z.int({ error: OPTION_COUNT }).min(0, { error: OPTION_COUNT }).nullish(),
  },
  { error: 'Invalid JSON body: expected an object' },
);
export type RespondBody = z.infer<typeof RespondBody>;

/**
 * What the person means. With a request open, a number chooses its option and free text answers its question; otherwise
 * the text is a prompt. When the number of options differs from what the person saw, the question is another one.
 */
export function actionFor(session: Session, body: RespondBody): Checked<Action> {
  const request = answerable(session);
  if (request === null) return { ok: true, value: { type: 'prompt', text: body.text } };
  return request.kind === 'question' ? answerQuestion(request, body) : decide(request, body);
}

type RequestOf<K extends AnswerableRequest['kind']> = Extract<AnswerableRequest, { kind: K }>;

function answerQuestion(request: RequestOf<'question'>, body: RespondBody): Checked<Action> {
  const [question, ...others] = request.questions;
  if (question === undefined || others.length > 0) {
    return no('This asks several questions at once; answer them in the dashboard.');
  }
  const { options } = question;
  if (isAnotherOne(body, options.length)) return no('The question has changed. Look at it again.');
  const answered = (answer: { labels: string[]; text?: string }): Checked<Action> => ({
    ok: true,
    value: { type: 'answer', requestId: request.id, answers: { [question.id]: answer } },
  });
  if (body.freeform === true || options.length === 0) {
    return question.takesFreeText ? answered({ labels: [], text: body.text }) : no('This question takes no free text.');
  }
  const chosen = choose(options, body.text);
  return chosen === null
    ? no(`Expected the number of an option, 1 to ${options.length}.`)
    : answered({ labels: [chosen.label] });
}

function decide(request: RequestOf<'permission' | 'plan'>, body: RespondBody): Checked<Action> {
  const { choices } = request;
  if (isAnotherOne(body, choices.length)) return no('It waits for another decision now. Look at it again.');
  const chosen = body.freeform === true ? null : choose(choices, body.text);
  if (chosen === null) return no(`It waits for a decision: expected the number of a choice, 1 to ${choices.length}.`);
  const isAllowed = chosen.effect === 'allow' || chosen.effect === 'allow_always';
  return {
    ok: true,
    value: isAllowed
      ? { type: 'approve', requestId: request.id, choiceId: chosen.id }
      : { type: 'deny', requestId: request.id },
  };
}

function isAnotherOne({ optionCount }: RespondBody, count: number): boolean {
  return typeof optionCount === 'number' && optionCount > 0 && optionCount !== count;
}

/** By number, counted from 1, or by the whole label. */
function choose<T extends { label: string }>(options: readonly T[], text: string): T | null {
  const wanted = text.trim();
  if (/^\d{1,4}$/.test(wanted)) return options[Number(wanted) - 1] ?? null;
  return options.find(({ label }) => label === wanted) ?? null;
}

function no(message: string): Checked<never> {
  return refused({ status: 400, code: 'respond_invalid', message });
}
