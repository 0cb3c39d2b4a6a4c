import type { ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { titleOf } from '../../lib/words.ts';
import { toggleSelected, useSelection } from '../../state/selection.ts';

/** Chooses a row for what is done to several at once. Shows with the hand, and on every row once one is chosen. */
export function SelectBox({ session }: { session: Session }): ReactNode {
  const on = useSelection(({ keys }) => keys.has(session.key));
  const shown = useSelection(({ keys, choosing }) => choosing || keys.size > 0);
  return (
    <label className="row-select" data-shown={shown ? '' : undefined}>
      <input
        type="checkbox"
        tabIndex={shown ? 0 : -1}
        data-select
        aria-label={t('bulk.choose', { title: titleOf(session) })}
        className="size-3.5 accent-ink pointer-coarse:size-5"
        checked={on}
        onChange={() => toggleSelected(session.key)}
      />
    </label>
  );
}
