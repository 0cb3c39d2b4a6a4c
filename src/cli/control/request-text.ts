import type { Choice, Question, Request } from '../../contract/request.ts';
import { ageOf } from '../format.ts';
import { honest } from '../harmless.ts';
import { editLines } from './edit-text.ts';

/** What is asked, in one line. */
export function requestLine(request: Request, max: number): string {
  const words = one(wordsOf(request));
  return words.length <= max ? words : `${words.slice(0, max - 1)}…`;
}

function wordsOf(request: Request): string {
  switch (request.kind) {
    case 'permission':
      return `wants to: ${request.command ?? request.title}`;
    case 'question':
      return `asks: ${request.questions.map(({ text }) => text).join(' · ')}`;
    case 'plan':
      return 'has a plan';
    case 'elicitation':
      return `${request.server} asks: ${request.text}`;
    case 'trust':
      return `shows a dialog: ${request.text}`;
    case 'prose_question':
      return `asks: ${request.text}`;
    case 'error':
      return `is stuck: ${request.text}`;
  }
}

export interface RequestTextOptions {
  /** ms since the epoch. */
  now: number;
  /** Lines of what is asked; what is more is counted. */
  most: number;
}

/** All that there is to decide by, in lines without an indent. */
export function requestLines(request: Request, { now, most }: RequestTextOptions): string[] {
  const body = bodyOf(request, now);
  const more = body.length - most;
  return [
    ...(more > 0 ? [...body.slice(0, most), `… ${more} more lines: amc requests --full`] : body),
    ...('choices' in request ? choiceLines(request.choices) : []),
    ...answerLines(request),
  ];
}

function bodyOf(request: Request, now: number): string[] {
  switch (request.kind) {
    case 'permission':
      return [
        ...(request.command === undefined
          ? [one(request.title)]
          : [one(`${request.tool}: ${request.title}`), ...block(request.command)]),
        ...fact('because', request.reason),
        ...fact('in', request.cwd),
        ...(request.risks ?? []).map((risk) => `! ${one(risk)}`),
        ...(request.edits ?? []).flatMap(editLines),
        ...(request.input === undefined ? [] : block(request.input)),
      ];
    case 'question':
      return request.questions.flatMap((question, index) => questionLines(question, index, request.questions.length));
    case 'plan':
      return [...fact('plan', request.path), ...(request.markdown === undefined ? [] : block(request.markdown))];
    case 'elicitation':
      return [
        ...block(request.text),
        ...fact('page', request.url),
        ...request.fields.flatMap(({ id, label, description, type, options = [], required, initial }) => [
          `--field ${one(id)}=…  ${one(label)} (${type}${required ? ', needed' : ''}${initial === undefined ? '' : `, now ${one(initial)}`})`,
          ...(description === undefined ? [] : [`    ${one(description)}`]),
          ...options.map((option) => `    ${one(option.value)}  ${one(option.label)}`),
        ]),
      ];
    case 'trust':
    case 'prose_question':
      return block(request.text);
    case 'error':
      return [
        ...block(request.text),
        ...(request.resetsAt === undefined || request.resetsAt <= now
          ? []
          : [`it goes on in ${ageOf(now, request.resetsAt)}`]),
      ];
  }
}

/** A question with its options by number. */
export function questionLines(question: Question, index: number, count: number): string[] {
  const which = count === 1 ? '' : `${index + 1}. `;
  const several = question.multiSelect ? ' (several)' : '';
  return [
    `${which}${one(question.text)}${several}`,
    ...question.options.flatMap(({ label, description, preview }, option) => [
      `  ${option + 1}  ${one(label)}${description === undefined ? '' : ` — ${one(description)}`}`,
      ...(preview === undefined ? [] : block(preview).map((text) => `    ${text}`)),
    ]),
    ...(question.takesFreeText && question.options.length > 0 ? ['  or in your own words: --text'] : []),
  ];
}

export function choiceLines(choices: readonly Choice[]): string[] {
  return choices.map(({ id, label, effect, takesMessage }, index) => {
    const how = effect === 'allow' || effect === 'allow_always' ? 'approve' : 'deny';
    return `${how} ${index + 1}  ${one(label)}${takesMessage ? ' (takes a message)' : ''}  [${one(id)}]`;
  });
}

function answerLines({ answer }: Request): string[] {
  if (answer.channel !== 'none') return [];
  const { reason, remedy } = answer;
  return [
    `cannot be answered from AMC: ${one(reason)}`,
    ...(remedy === undefined
      ? []
      : [`${one(remedy.text)}${remedy.command === undefined ? '' : `: ${one(remedy.command)}`}`]),
  ];
}

function fact(name: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [`${name} ${one(value)}`];
}

/** Several lines, whole. */
function block(text: string): string[] {
  return honest(text)
    .trimEnd()
    .split('\n')
    .map((part) => `| ${part}`);
}

/** One line, whole. */
function one(text: string): string {
  return honest(text.replaceAll(/\s+/g, ' ').trim());
}
