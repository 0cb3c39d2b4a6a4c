import { useState, type ReactNode } from 'react';
import type { Question } from '../../../contract/request.ts';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { NoteField } from './note-field.tsx';
import { OptionList } from './option-list.tsx';
import { OtherField } from './other-field.tsx';
import {
  answersOf,
  isAnswered,
  noPicks,
  pickOf,
  textOfPicks,
  toggle,
  withNote,
  withText,
  type Picks,
} from './picks.ts';
import { RequestFacts } from './request-facts.tsx';
import type { AskProps } from './request-card.tsx';

/**
 * One to four questions. A single choice is sent by choosing it; everything else by a button. Where no answer can travel,
 * it can be put together here and copied.
 */
export function QuestionForm({ session, request, place, decide, hindrance }: AskProps<'question'>): ReactNode {
  const { questions } = request;
  const [picks, setPicks] = useState<Picks>(noPicks);
  const [noting, setNoting] = useState<ReadonlySet<string>>(new Set());
  const only = questions.length === 1 ? questions[0] : undefined;
  const copies = decide === null && hindrance === 'no-channel';
  const atOnce = only !== undefined && !only.multiSelect && noting.size === 0 && !copies;
  const done = questions.filter((question) => isAnswered(picks, question)).length;
  const off = !copies && (hindrance !== null || decide === null);
  const notes = place === 'session' && request.answer.channel === 'structured';
  const submit = (chosen: Picks): void =>
    decide?.({ type: 'answer', requestId: request.id, answers: answersOf(chosen, questions) });
  // Digits go to the first question that still lacks an answer; with a multi-select, to the last that was reached.
  const keyed = questions.find((question) => question.multiSelect || !isAnswered(picks, question)) ?? questions.at(-1);
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!off && done === questions.length) submit(picks);
      }}
    >
      {questions.map((question) => (
        <fieldset key={question.id} className="grid min-w-0 gap-3">
          <Legend question={question} numbered={only === undefined} />
          {decide === null && !copies ? null : (
            <>
              <OptionList
                question={question}
                picked={pickOf(picks, question).labels}
                off={off}
                offline={hindrance === 'offline'}
                keyed={question === keyed}
                pressable={!atOnce}
                pick={(label) => {
                  const next = toggle(picks, question, label);
                  setPicks(next);
                  if (atOnce) submit(next);
                }}
              />
              {question.takesFreeText ? (
                <OtherField
                  value={pickOf(picks, question).text}
                  setValue={(text) => setPicks(withText(picks, question, text))}
                >
                  {atOnce ? <Send off={off || done === 0} /> : null}
                </OtherField>
              ) : null}
              {notes ? (
                <NoteField
                  open={noting.has(question.id)}
                  show={() => setNoting(new Set([...noting, question.id]))}
                  value={pickOf(picks, question).note}
                  setValue={(note) => setPicks(withNote(picks, question, note))}
                />
              ) : null}
            </>
          )}
        </fieldset>
      ))}
      <RequestFacts session={session} request={request} place={place} />
      {copies && done === questions.length ? (
        <CopyButton look="plain" className="w-fit" text={textOfPicks(picks, questions)} label={t('copy.answer')} />
      ) : null}
      {decide === null || atOnce ? null : (
        <div className="flex items-center gap-3">
          <Send off={off || done < questions.length} />
          {questions.length > 1 ? (
            <span className="text-ink-3">{t('question.progress', { done, of: questions.length })}</span>
          ) : null}
        </div>
      )}
    </form>
  );
}

function Legend({ question, numbered }: { question: Question; numbered: boolean }): ReactNode {
  const { header, text, multiSelect } = question;
  return (
    <legend className="float-left mb-1 max-w-[78ch] text-15 font-medium">
      {numbered && header !== undefined ? (
        <span className="mb-0.5 block text-12 font-semibold text-ink-3">
          <Clean text={header} />
        </span>
      ) : null}
      <Clean text={text} />
      {multiSelect ? (
        <span className="ml-2 text-13 font-normal text-ink-3 max-tablet:ml-0 max-tablet:block">
          {t('question.several')}
        </span>
      ) : null}
    </legend>
  );
}

function Send({ off }: { off: boolean }): ReactNode {
  return (
    <Button look="primary" type="submit" disabled={off} data-off={off ? '' : undefined}>
      {t('question.send')}
    </Button>
  );
}
