import { useId, useState, type ReactNode } from 'react';
import type { Choice } from '../../../contract/request.ts';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { denyOf } from './choices.tsx';
import { FormFieldRow } from './form-field.tsx';
import { answersOfForm, initialValues, problemOf, type FormValues } from './form-values.ts';
import { Foot } from './foot.tsx';
import { useKept } from './kept.ts';
import type { AskProps } from './request-card.tsx';

/** The form of an MCP server. What is wrong with it is said under its field, once it was left or sent. */
export function ElicitationForm({ request, place, decide, hindrance }: AskProps<'elicitation'>): ReactNode {
  const { fields, choices } = request;
  const [values, setValues] = useKept<FormValues>(`${request.id} form`, () => initialValues(fields));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const id = useId();
  const copies = decide === null && hindrance === 'no-channel';
  if (decide === null && !copies) return null;
  const off = hindrance !== null;
  const submit = (): void => {
    setTouched(new Set(fields.map((field) => field.id)));
    const first = fields.findIndex((field) => problemOf(field, values[field.id]) !== null);
    if (first !== -1) return document.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${first}`)}`)?.focus();
    if (!off) decide?.({ type: 'answer', requestId: request.id, answers: answersOfForm(fields, values) });
  };
  const accept = choices.find(({ effect }) => effect === 'allow');
  return (
    <form
      id={id}
      noValidate
      className="grid max-w-[560px] gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {fields.map((field, index) => (
        <FormFieldRow
          key={field.id}
          // The server's own ids may be anything.
          id={`${id}-${index}`}
          press={place === 'inbox' && index === 0 ? 'm' : undefined}
          field={field}
          value={values[field.id] ?? ''}
          problem={touched.has(field.id) ? problemOf(field, values[field.id]) : null}
          setValue={(value) => setValues({ ...values, [field.id]: value })}
          left={() => setTouched((before) => new Set([...before, field.id]))}
        />
      ))}
      {copies ? (
        <CopyButton
          look="plain"
          className="w-fit"
          text={fields.map((field) => `${field.label}: ${String(values[field.id] ?? '')}`).join('\n')}
          label={t('copy.answer')}
        />
      ) : (
        <Foot>
          <div className={place === 'inbox' ? 'choices' : 'flex flex-wrap gap-2'}>
            <Button
              look="primary"
              type="submit"
              form={id}
              disabled={off}
              data-off={hindrance === 'offline' ? '' : undefined}
              data-key={place === 'inbox' ? 'a Enter' : undefined}
              {...(place === 'inbox' ? { keyHint: '↵' } : {})}
            >
              {accept === undefined ? t('question.send') : <Clean text={accept.label} />}
            </Button>
            <Refusals choices={choices} off={off} press={(choice) => decide?.(denyOf(choice, request.id, choices))} />
          </div>
        </Foot>
      )}
    </form>
  );
}

/** Every other choice: none of them needs the form. */
function Refusals(props: { choices: readonly Choice[]; off: boolean; press: (choice: Choice) => void }): ReactNode {
  const refusals = props.choices.filter(({ effect }) => effect === 'deny' || effect === 'cancel');
  return refusals.map((choice, index) => (
    <Button
      key={choice.id}
      look={index === 0 ? 'plain' : 'quiet'}
      disabled={props.off}
      data-key={index === 0 ? 'd' : undefined}
      aria-keyshortcuts={index === 0 ? 'd' : undefined}
      {...(index === 0 ? { keyHint: 'd' } : {})}
      onClick={() => props.press(choice)}
    >
      <Clean text={choice.label} />
    </Button>
  ));
}
