import type { DeliveryReason, QuestionAnswer } from '../../contract/command.ts';
import type { Question } from '../../contract/request.ts';
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { firstText } from './tool-line.ts';

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

/** `answers` and `annotations` of the call, by the question's words; or why they cannot be given. */
export type GivenAnswers =
  | { ok: true; answers: Record<string, string>; annotations: Record<string, { preview?: string; notes?: string }> }
  | { ok: false; reason: DeliveryReason };

/**
 * Claude Code's form of the answers: the labels joined with commas, even where a label holds one, and own words after
 * them. A preview that was chosen and a note go beside it, as its own dialog does it (FORMAT.md, "Answers").
 */
export function givenAnswers(input: JsonObject, answers: Readonly<Record<string, QuestionAnswer>>): GivenAnswers {
  const questions = questionsOf(input);
  if (questions.length === 0 || questions.some(({ text }) => text === ''))
    return refused('no_questions', 'AMC could not read its questions.', 'Answer in the terminal.');
  // Answers go by the words: two questions of the same words could not be told apart.
  if (new Set(questions.map(({ text }) => text)).size < questions.length)
    return refused('questions_alike', 'Two of its questions have the same words.', 'Answer in the terminal.');
  const given: Record<string, string> = {};
  const annotations: Record<string, { preview?: string; notes?: string }> = {};
  for (const question of questions) {
    const answer = answers[question.id] ?? answers[question.text];
    const wrong = whatIsWrong(question, answer);
    if (wrong !== null) return { ok: false, reason: wrong };
    const { labels = [], text, note } = answer ?? {};
    given[question.text] = [...labels, text?.trim() ?? ''].filter((part) => part !== '').join(', ');
    const chosen = question.multiSelect ? undefined : question.options.find(({ label }) => label === labels[0]);
    const notes = note?.trim() ?? '';
    if (chosen?.preview === undefined && notes === '') continue;
    annotations[question.text] = {
      ...(chosen?.preview === undefined ? {} : { preview: chosen.preview }),
      ...(notes === '' ? {} : { notes }),
    };
  }
  return { ok: true, answers: given, annotations };
}

function whatIsWrong({ text: asked, options, multiSelect }: Question, answer: QuestionAnswer | undefined) {
  const labels = answer?.labels ?? [];
  const unknown = labels.find((label) => !options.some((option) => option.label === label));
  if (unknown !== undefined) return reason('unknown_option', `"${unknown}" is no option of "${asked}".`);
  const count = labels.length + (answer?.text?.trim() ? 1 : 0);
  if (count === 0) return reason('answers_incomplete', `There is no answer to "${asked}".`, 'Answer every question.');
  if (count > 1 && !multiSelect)
    return reason('answers_ambiguous', `"${asked}" takes one answer.`, 'Choose one option, or write text.');
  return null;
}

function refused(code: string, message: string, next: string): GivenAnswers {
  return { ok: false, reason: reason(code, message, next) };
}

function reason(code: string, message: string, next?: string): DeliveryReason {
  return { code, message, ...(next === undefined ? {} : { next }) };
}
