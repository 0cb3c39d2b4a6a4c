import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { Question } from '../../../contract/request.ts';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Foot } from './foot.tsx';
import { useKept } from './kept.ts';
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
  const form = useId();
  const [picks, setPicks] = useKept<Picks>(`${request.id} picks`, () => noPicks);
  const [noting, setNoting] = useState<ReadonlySet<string>>(new Set());
  const { keyed, next, goOn } = useSteps(questions, picks);
  const only = questions.length === 1 ? questions[0] : undefined;
  const copies = decide === null && hindrance === 'no-channel';
  const atOnce = only !== undefined && !only.multiSelect && noting.size === 0 && !copies;
  const done = questions.filter((question) => isAnswered(picks, question)).length;
  const off = !copies && (hindrance !== null || decide === null);
  const notes = place !== 'board' && request.answer.channel === 'structured';
  const inbox = place === 'inbox';
  const submit = (chosen: Picks): void =>
    decide?.({ type: 'answer', requestId: request.id, answers: answersOf(chosen, questions) });
  return (
    <form
      id={form}
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!off && done === questions.length) submit(picks);
      }}
    >
      {questions.map((question) => (
        <Field key={question.id} seen={inbox && only === undefined && question === keyed}>
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
                  const chosen = toggle(picks, question, label);
                  setPicks(chosen);
                  if (atOnce) submit(chosen);
                }}
              />
              {question.takesFreeText ? (
                <OtherField
                  value={pickOf(picks, question).text}
                  setValue={(text) => setPicks(withText(picks, question, text))}
                  press={inbox && question === keyed ? 'm' : undefined}
                >
                  {atOnce ? <Send form={form} off={off || done === 0} keyed={inbox} /> : null}
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
        </Field>
      ))}
      <RequestFacts session={session} request={request} place={place} />
      {copies && done === questions.length ? (
        <CopyButton look="plain" className="w-fit" text={textOfPicks(picks, questions)} label={t('copy.answer')} />
      ) : null}
      {decide === null || atOnce ? null : (
        <Foot>
          <div className={inbox ? 'choices items-center' : 'flex items-center gap-3'}>
            <Send form={form} off={off || done < questions.length} keyed={place !== 'board'} />
            {next === null || done === questions.length || place === 'board' ? null : (
              <Button data-key="Enter" keyHint="↵" disabled={off} onClick={goOn}>
                {t('question.next')}
              </Button>
            )}
            {questions.length > 1 ? (
              <span className="text-ink-3" role={inbox ? 'status' : undefined}>
                {t('question.progress', { done, of: questions.length })}
              </span>
            ) : null}
          </div>
        </Foot>
      )}
    </form>
  );
}

interface Steps {
  /** The question the digits choose in. */
  keyed: Question | undefined;
  /** Where Enter goes on to, when several may be chosen in this one and something is. */
  next: number | null;
  goOn: () => void;
}

/** Digits go to the first question that still lacks an answer; where several may be chosen they stay until one goes on. */
function useSteps(questions: readonly Question[], picks: Picks): Steps {
  const [reached, setReached] = useState(0);
  const at = questions.findIndex(
    (question, index) => index >= reached && (question.multiSelect || !isAnswered(picks, question)),
  );
  const keyed = at === -1 ? questions.at(-1) : questions[at];
  const after = questions.findIndex((question, index) => index > at && !isAnswered(picks, question));
  const canGoOn = keyed !== undefined && at !== -1 && isAnswered(picks, keyed) && after !== -1;
  return { keyed, next: canGoOn ? after : null, goOn: () => setReached(after) };
}

/** In a request that is longer than the screen, what is answered now is in view. */
function Field({ seen, children }: { seen: boolean; children: ReactNode }): ReactNode {
  const field = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (seen) field.current?.scrollIntoView({ block: 'nearest' });
  }, [seen]);
  return (
    <fieldset ref={field} className="grid min-w-0 scroll-mt-4 scroll-mb-4 gap-3">
      {children}
    </fieldset>
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

function Send({ form, off, keyed }: { form: string; off: boolean; keyed: boolean }): ReactNode {
  return (
    <Button
      look="primary"
      type="submit"
      form={form}
      disabled={off}
      data-off={off ? '' : undefined}
      data-key={keyed ? 'Enter' : undefined}
      {...(keyed ? { keyHint: '↵' } : {})}
    >
      {t('question.send')}
    </Button>
  );
}
