import { useState, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { answersOf, isAnswered, noPicks, toggle, type Picks } from './picks.ts';
import { OptionList } from './option-list.tsx';
import { OtherField } from './other-field.tsx';
import type { AskProps } from './request-card.tsx';

/** One or several questions. A single choice is sent by choosing it; everything else by a button. */
export function QuestionForm({ request, decide, hindrance }: AskProps<'question'>): ReactNode {
  const { questions } = request;
  const [picks, setPicks] = useState<Picks>(noPicks);
  const only = questions.length === 1 ? questions[0] : undefined;
  const atOnce = only !== undefined && !only.multiSelect;
  const done = questions.filter((question) => isAnswered(picks, question)).length;
  const off = hindrance !== null || decide === null;
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
          <legend className="float-left mb-1 max-w-[78ch] text-15 font-medium">
            <Clean text={question.text} />
            {question.multiSelect ? (
              <span className="ml-2 text-13 font-normal text-ink-3 max-tablet:ml-0 max-tablet:block">
                {t('question.several')}
              </span>
            ) : null}
          </legend>
          {decide === null ? null : (
            <>
              <OptionList
                question={question}
                picked={picks[question.id]?.labels ?? []}
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
                  value={picks[question.id]?.text ?? ''}
                  setValue={(text) =>
                    setPicks({
                      ...picks,
                      [question.id]: { labels: question.multiSelect ? (picks[question.id]?.labels ?? []) : [], text },
                    })
                  }
                >
                  {atOnce ? <Send off={off || done === 0} /> : null}
                </OtherField>
              ) : null}
            </>
          )}
        </fieldset>
      ))}
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

function Send({ off }: { off: boolean }): ReactNode {
  return (
    <Button look="primary" type="submit" disabled={off} data-off={off ? '' : undefined}>
      {t('question.send')}
    </Button>
  );
}
