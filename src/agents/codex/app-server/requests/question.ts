import { z } from 'zod';
import type { QuestionAnswer } from '../../../../contract/command.ts';
import { canonicalJson } from '../../../../lib/json.ts';
import { whatIsWrong } from '../schemas.ts';
import { refusal, type Composed, type ParsedAsk, type ServerRequest } from './ask.ts';

const Asked = z.looseObject({
  id: z.string(),
  header: z.string().nullish(),
  question: z.string(),
  isOther: z.boolean().nullish(),
  isSecret: z.boolean().nullish(),
  options: z.array(z.looseObject({ label: z.string(), description: z.string().nullish() })).nullish(),
});
type Asked = z.infer<typeof Asked>;

const Params = z.looseObject({ threadId: z.string(), itemId: z.string(), questions: z.array(Asked).min(1) });

/** `item/tool/requestUserInput`: one to a few questions, each with options, free text, or both. */
export function readQuestionAsk({ params, heardAt }: ServerRequest): ParsedAsk {
  const parsed = Params.safeParse(params);
  if (!parsed.success) return { kind: 'malformed', reason: whatIsWrong(parsed.error) };
  const { threadId, itemId, questions } = parsed.data;
  const secret = questions.some(({ isSecret }) => isSecret === true);
  return {
    kind: 'ask',
    ask: {
      threadId,
      itemId,
      // Commands are kept in AMC's durable store, and a secret must not be.
      unanswerable: secret ? 'It asks for a secret, which AMC must not store. Answer in the terminal.' : null,
      proof: {
        by: 'call_output',
        agrees: (sent, output) => canonicalJson(sent['answers']) === canonicalJson(output['answers']),
      },
      request: {
        id: [threadId, itemId, 'question'].join(':'),
        kind: 'question',
        openedAt: heardAt,
        questions: questions.map(({ id, header, question, options, isOther }) => ({
          id,
          ...(header ? { header } : {}),
          text: question,
          multiSelect: false,
          options: (options ?? []).map(({ label, description }) => ({
            label,
            ...(description ? { description } : {}),
          })),
          takesFreeText: takesFreeText({ options, isOther }),
        })),
      },
      compose: (action) =>
        action.type === 'answer'
          ? composeAnswers(action.answers, questions)
          : refusal('wrong_action', `This request is answered, it takes no ${action.type}.`),
    },
  };
}

function takesFreeText({ options, isOther }: Pick<Asked, 'options' | 'isOther'>): boolean {
  return isOther === true || (options ?? []).length === 0;
}

function composeAnswers(given: Readonly<Record<string, QuestionAnswer>>, questions: readonly Asked[]): Composed {
  const answers: Record<string, { answers: string[] }> = {};
  for (const question of questions) {
    const answer = given[question.id] ?? { labels: [] };
    const wrong = whyNot(question, answer);
    if (wrong !== null)
      return refusal('bad_answer', wrong, 'Answer every question with one of its options or with text.');
    answers[question.id] = { answers: wordsOf(question, answer) };
  }
  return { ok: true, result: { answers }, effect: 'answer' };
}

function whyNot(question: Asked, { labels, ...words }: QuestionAnswer): string | null {
  const text = freeText(words);
  const options = new Set((question.options ?? []).map(({ label }) => label));
  const unknown = labels.find((label) => !options.has(label));
  if (unknown !== undefined) return `"${question.question}" has no option "${unknown}".`;
  if (labels.length > 1) return `"${question.question}" takes one option.`;
  if (labels.length === 0 && isBlank(text)) return `"${question.question}" is not answered.`;
  if (!isBlank(text) && labels.length === 0 && !takesFreeText(question))
    return `"${question.question}" takes no free text.`;
  return null;
}

/** As Codex's own dialog puts it: the label, then the note; without a label "None of the above" (FORMAT.md §3). */
function wordsOf(question: Asked, { labels, ...words }: QuestionAnswer): string[] {
  const text = freeText(words);
  if (isBlank(text)) return [...labels];
  const note = `user_note: ${text.trim()}`;
  if (labels.length > 0) return [...labels, note];
  return (question.options ?? []).length > 0 ? ['None of the above', note] : [note];
}

/** Codex has one place for words: what a person wrote instead of an option, and beside it, goes there. */
function freeText({ text, note }: Omit<QuestionAnswer, 'labels'>): string | undefined {
  const said = [text, note].filter((part) => !isBlank(part));
  return said.length === 0 ? undefined : said.join('\n');
}

function isBlank(text: string | undefined): text is undefined {
  return text === undefined || text.trim() === '';
}
