import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { FIELD } from '../../ui/field.ts';

interface OtherFieldProps {
  value: string;
  setValue: (value: string) => void;
  /** The key that brings the focus here. */
  press?: string | undefined;
  children: ReactNode;
}

/** Free text where none of the options fits. */
export function OtherField({ value, setValue, press, children }: OtherFieldProps): ReactNode {
  return (
    <div className="flex max-w-[760px] flex-wrap gap-2">
      <input
        className={`${FIELD} flex-[1_1_220px]`}
        aria-label={t('question.other')}
        placeholder={t('question.otherPlaceholder')}
        data-press={press}
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      {children}
    </div>
  );
}
