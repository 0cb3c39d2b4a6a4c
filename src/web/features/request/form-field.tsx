import type { FocusEvent, ReactNode } from 'react';
import type { FormField } from '../../../contract/request.ts';
import { t } from '../../i18n/t.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { FIELD } from '../../ui/field.ts';
import { Shape } from '../../ui/shape.tsx';
import type { FieldProblem, FormValues } from './form-values.ts';

interface FormFieldRowProps {
  id: string;
  field: FormField;
  value: FormValues[string];
  problem: FieldProblem | null;
  setValue: (value: FormValues[string]) => void;
  /** The key that brings the focus here. */
  press?: string | undefined;
  /** Called when the person goes on to another field. */
  left: () => void;
}

/** Label, field, what is wrong with it. */
export function FormFieldRow(props: FormFieldRowProps): ReactNode {
  const { id, field, problem } = props;
  const grouped = field.type === 'multi_select' || isShort(field);
  return (
    <div
      role={grouped ? 'group' : undefined}
      aria-labelledby={grouped ? `${id}-label` : undefined}
      className="grid gap-1"
    >
      {field.type === 'boolean' ? null : <Label id={id} field={field} of={grouped ? null : id} />}
      <Control {...props} />
      {problem === null ? null : (
        <p id={`${id}-problem`} className="flex items-baseline gap-1.5 text-12 text-bad-text">
          <Shape name="cross" tone="bad" size={9} />
          {t(`form.${problem}`)}
        </p>
      )}
    </div>
  );
}

function Label({ id, field, of }: { id: string; field: FormField; of: string | null }): ReactNode {
  const text = (
    <>
      <span className="font-medium">
        <Clean text={field.label} />
      </span>
      {field.required ? null : <span className="ml-2 text-12 text-ink-3">{t('form.optional')}</span>}
    </>
  );
  return (
    <>
      {of === null ? <span id={`${id}-label`}>{text}</span> : <label htmlFor={of}>{text}</label>}
      <Description id={id} field={field} />
    </>
  );
}

function Description({ id, field: { description } }: { id: string; field: FormField }): ReactNode {
  if (description === undefined) return null;
  return (
    <span id={`${id}-about`} className="text-12 text-ink-2">
      <Clean text={description} />
    </span>
  );
}

function Control(props: FormFieldRowProps): ReactNode {
  const { id, field, value, setValue, problem, left, press } = props;
  const about = [field.description === undefined ? '' : `${id}-about`, problem === null ? '' : `${id}-problem`]
    .filter(Boolean)
    .join(' ');
  const common = {
    id,
    'aria-describedby': about === '' ? undefined : about,
    'aria-invalid': problem === null ? undefined : true,
    'aria-required': field.required || undefined,
    'data-press': field.type === 'boolean' ? undefined : press,
    onBlur: goneOn(left),
  };
  if (field.type === 'boolean')
    return (
      <label htmlFor={id} className="flex items-baseline gap-2.5 pointer-coarse:py-2">
        <input
          {...common}
          type="checkbox"
          className="size-4 translate-y-0.5 accent-ink"
          checked={value === 'true'}
          onChange={(event) => setValue(String(event.target.checked))}
        />
        <span className="grid">
          <span className="font-medium">
            <Clean text={field.label} />
          </span>
          <Description id={id} field={field} />
        </span>
      </label>
    );
  if (field.type === 'multi_select' || isShort(field)) return <Options {...props} />;
  if (field.type === 'select')
    return (
      <select
        {...common}
        className={`${FIELD} w-full`}
        value={String(value)}
        onChange={(event) => setValue(event.target.value)}
      >
        <option value="">{t('form.choose')}</option>
        {(field.options ?? []).map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  return (
    <input
      {...common}
      {...typeOf(field)}
      className={classes(FIELD, 'w-full', problem !== null && 'border-bad')}
      value={String(value)}
      onChange={(event) => setValue(event.target.value)}
    />
  );
}

/** Few options stand open beside each other; many are behind a list. */
const FEW = 5;

function isShort({ type, options = [] }: FormField): boolean {
  return type === 'select' && options.length <= FEW;
}

function Options({ id, field, value, setValue, left, press }: FormFieldRowProps): ReactNode {
  const several = field.type === 'multi_select';
  const on = (option: string): boolean => (typeof value === 'string' ? value === option : value.includes(option));
  const choose = (option: string): void => {
    if (!several || typeof value === 'string') return setValue(several ? [option] : option);
    setValue(on(option) ? value.filter((other) => other !== option) : [...value, option]);
  };
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1">
      {(field.options ?? []).map((option, index) => (
        <label key={option.value} className="flex min-h-7 items-center gap-2 pointer-coarse:min-h-11">
          <input
            id={index === 0 ? id : undefined}
            data-press={index === 0 && !several ? press : undefined}
            type={several ? 'checkbox' : 'radio'}
            name={id}
            className="size-4 accent-ink"
            checked={on(option.value)}
            onChange={() => choose(option.value)}
            onBlur={goneOn(left)}
          />
          <Clean text={option.label} />
        </label>
      ))}
    </div>
  );
}

/** To another field, not to a button: what appears under a press would move the button away. */
function goneOn(left: () => void): (event: FocusEvent) => void {
  return ({ relatedTarget }) => {
    if (relatedTarget instanceof Element && relatedTarget.matches('input, select, textarea')) left();
  };
}

/** The keyboard a phone shows for it. What is right is decided by `problemOf`, not by the browser. */
function typeOf({ type, format }: FormField): { type: string; inputMode?: 'decimal' | 'numeric' } {
  if (type === 'number') return { type: 'text', inputMode: 'decimal' };
  if (type === 'integer') return { type: 'text', inputMode: 'numeric' };
  switch (format) {
    case 'email':
    case 'date':
      return { type: format };
    case 'uri':
      return { type: 'url' };
    default:
      return { type: 'text' };
  }
}
