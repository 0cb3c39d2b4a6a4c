import type { QuestionAnswer } from '../../contract/command.ts';
import type { Question } from '../../contract/request.ts';
import type { AnswerPart } from './answer-parts.ts';
import { UsageError } from './exit.ts';
import { matchLabels } from './match-labels.ts';
import { questionLines } from './request-text.ts';

/** The answers to all questions of a request, by their ids. Throws when one is missing, or does not fit its question. */
export function questionAnswers(
  questions: readonly Question[],
  parts: ReadonlyMap<number, AnswerPart>,
): Record<string, QuestionAnswer> {
  const beyond = [...parts.keys()].find((index) => index >= questions.length);
  if (beyond !== undefined) {
    throw unfit(
      questions,
      `There is no question ${beyond + 1}: ${questions.length} ${questions.length === 1 ? 'is' : 'are'} asked.`,
    );
  }
  return Object.fromEntries(
    questions.map((question, index) => [question.id, oneAnswer(question, parts.get(index), { questions, index })]),
  );
}

interface Place {
  questions: readonly Question[];
  index: number;
}

function oneAnswer(question: Question, part: AnswerPart | undefined, { questions, index }: Place): QuestionAnswer {
  const which = questions.length === 1 ? 'The question' : `Question ${index + 1}`;
  const { chosen = [], text, note } = part ?? {};
  const isOpen = question.options.length === 0;
  const words = [...(isOpen ? chosen : []), ...(text === undefined ? [] : [text])].join(' ').trim();
  const matched = isOpen
    ? { labels: [], unknown: null }
    : matchLabels(
        chosen,
        question.options.map(({ label }) => label),
      );
  if (matched.unknown !== null) {
    const own = question.takesFreeText ? ' In your own words it would be --text.' : '';
    throw unfit(questions, `${which} has no option "${matched.unknown}".${own}`);
  }
  const { labels } = matched;
  if (words !== '' && !question.takesFreeText && !isOpen) throw unfit(questions, `${which} takes only its options.`);
  const count = labels.length + (words === '' ? 0 : 1);
  if (count === 0) throw unfit(questions, `${which} has no answer.`);
  if (count > 1 && !question.multiSelect) throw unfit(questions, `${which} takes one answer.`);
  return { labels, ...(words === '' ? {} : { text: words }), ...(note === undefined ? {} : { note }) };
}

function unfit(questions: readonly Question[], message: string): UsageError {
  const lines = questions.flatMap((question, index) => questionLines(question, index, questions.length));
  return new UsageError({
    code: 'answer_unfit',
    message: `${message} It is asked:${lines.map((text) => `\n  ${text}`).join('')}`,
    next: 'Nothing was sent. One answer a question, in their order; several options with commas: `amc answer --help`.',
  });
}
