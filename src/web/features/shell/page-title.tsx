import { useEffect, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { useCounts } from './use-counts.ts';

/** What the tab says: how many need somebody, and what is open. Once per screen. */
export function PageTitle({ title }: { title?: string }): ReactNode {
  const { needs } = useCounts();
  useFocusOnScreen();
  const text = title === undefined ? t('app.title', { needs }) : t('app.titleOf', { needs, title });
  return <title>{text}</title>;
}

let isFirst = true;

/** A screen that took the place of what had the focus gets it; what opens the page leaves it to the browser. */
function useFocusOnScreen(): void {
  useEffect(() => {
    if (!isFirst && document.activeElement === document.body)
      document.getElementById('main')?.focus({ preventScroll: true });
    isFirst = false;
  }, []);
}
