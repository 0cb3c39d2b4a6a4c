import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';

/** Free text where none of the options fits. */
export function OtherField(props: {
  value: string;
  setValue: (value: string) => void;
  children: ReactNode;
}): ReactNode {
  return (
    <div className="flex max-w-[760px] flex-wrap gap-2">
      <input
        className="min-h-8 min-w-0 flex-[1_1_220px] rounded-m border border-line-2 bg-float px-3 text-13 pointer-coarse:min-h-11 pointer-coarse:text-[16px]"
        aria-label={t('question.other')}
        placeholder={t('question.otherPlaceholder')}
        value={props.value}
        onChange={(event) => props.setValue(event.target.value)}
      />
      {props.children}
    </div>
  );
}
