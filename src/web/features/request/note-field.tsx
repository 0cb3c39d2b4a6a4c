import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { FIELD } from '../../ui/field.ts';

interface NoteFieldProps {
  open: boolean;
  show: () => void;
  value: string;
  setValue: (value: string) => void;
}

/** A remark beside the answer. Once it is asked for, choosing does not send any more. */
export function NoteField({ open, show, value, setValue }: NoteFieldProps): ReactNode {
  if (!open)
    return (
      <Button look="quiet" className="-ml-3 w-fit" onClick={show}>
        {t('question.addNote')}
      </Button>
    );
  return (
    <input
      // The person asked for this field by pressing the button it replaces.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      className={`${FIELD} w-full max-w-[760px]`}
      aria-label={t('question.note')}
      placeholder={t('question.note')}
      value={value}
      onChange={(event) => setValue(event.target.value)}
    />
  );
}
