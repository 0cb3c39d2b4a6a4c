import type { Command } from 'commander';
import type { Action } from '../../contract/command.ts';
import type { ElicitationRequest, ProseQuestionRequest, QuestionRequest } from '../../contract/request.ts';
import type { z } from 'zod';
import { collect } from '../arguments.ts';
import { AnswerParts, type AnswerPart } from '../control/answer-parts.ts';
import { questionAnswers } from '../control/answers.ts';
import { deliver } from '../control/deliver.ts';
import { UsageError } from '../control/exit.ts';
import { formAnswers } from '../control/form-answers.ts';
import { addWaiting, controlCommand, SESSION_ARGUMENT, type WaitingOptions } from '../control/options.ts';
import { isOpen, pickRequest } from '../control/pick-request.ts';
import { pickSession } from '../control/pick-session.ts';
import { connect } from '../server-file.ts';

interface AnswerOptions extends WaitingOptions {
  request?: string;
  field?: string[];
}

type Answerable = z.infer<typeof QuestionRequest | typeof ElicitationRequest | typeof ProseQuestionRequest>;
type Parts = ReadonlyMap<number, AnswerPart>;

export function answerCommand(): Command {
  const parts = new AnswerParts();
  const command = controlCommand('answer', 'answers what a session asks')
    .argument('<session>', SESSION_ARGUMENT)
    .argument('[answers...]', 'one a question, in their order: an option’s label or number; several with commas')
    .option('--request <number>', 'which request, as `amc requests` numbers it; the number may also stand first')
    .option('--field <name=value>', 'a field of a form (repeatable)', collect<string>);
  return addWaiting(parts.addTo(command).addHelpText('after', HELP)).action(
    (session: string, words: string[], options: AnswerOptions) => answer(session, words, { parts, options }),
  );
}

const HELP = `
  amc answer api Postgres                   the option with this label; 2 would be the second
  amc answer api 412 Postgres               of the request with this number, where several are open
  amc answer api Postgres 'Search,Sync'     two questions
  amc answer api --text 'neither, SQLite'   in your own words
  amc answer api --q 2 --choose Search --note 'for now' --q 1 --choose Postgres
  amc answer api --field region=eu --field replicas=3`;

interface Said {
  parts: AnswerParts;
  options: AnswerOptions;
}

async function answer(words: string, said: readonly string[], { parts, options }: Said): Promise<void> {
  const { client } = connect();
  const { sessions } = await client.call('sessions', {});
  const session = pickSession(sessions, words);
  const [first, ...rest] = said;
  const isNumberFirst = options.request === undefined && first !== undefined && isOpen(session, first);
  const request = pickRequest({
    session,
    named: isNumberFirst ? first : options.request,
    kinds: ['question', 'elicitation', 'prose_question'],
    verb: 'answer',
  });
  const action = actionOf(request, parts.with(isNumberFirst ? rest : said), options.field ?? []);
  await deliver(client, [{ session, action }], options);
}

function actionOf(request: Answerable, parts: Parts, fields: readonly string[]): Action {
  if (fields.length > 0 && request.kind !== 'elicitation') throw unfit('It is no form: --field has no place in it.');
  const { id: requestId } = request;
  switch (request.kind) {
    case 'question':
      return { type: 'answer', requestId, answers: questionAnswers(request.questions, parts) };
    case 'elicitation':
      if (parts.size > 0) throw unfit('It is a form: fill it in with --field name=value.');
      return { type: 'answer', requestId, answers: formAnswers(request.fields, fields) };
    case 'prose_question':
      return { type: 'prompt', text: proseOf(parts) };
  }
}

/** A reply that ends by asking is answered by a prompt. */
function proseOf(parts: Parts): string {
  const words = [...parts.values()].flatMap(({ chosen, text }) => [...chosen, ...(text === undefined ? [] : [text])]);
  const text = words.join(' ').trim();
  if (text === '') throw unfit('The answer is missing.');
  return text;
}

function unfit(message: string): UsageError {
  return new UsageError({
    code: 'answer_unfit',
    message,
    next: 'Nothing was sent. `amc requests` shows what is asked.',
  });
}
