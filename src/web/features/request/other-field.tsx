import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { FIELD } from '../../ui/field.ts';

/** Free text where none of the options fits. */
export function OtherField(props: {
  value: string;
  setValue: (value: string) => void;
  children: ReactNode;
}): ReactNode {
  return (
    <div className="flex max-w-[760px] flex-wrap gap-2">
      <input
        className={`${FIELD} flex-[1_1_220px]`}
        aria-label={t('question.other')}
        placeholder={t('question.otherPlaceholder')}
        value={props.value}
        onChange={(event) => props.setValue(event.target.value)}
      />
      {props.children}
    </div>
  );
}
