import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { useCounts } from './use-counts.ts';

/** What the tab says: how many need somebody, and what is open. Once per screen. */
export function PageTitle({ title }: { title?: string }): ReactNode {
  const { needs } = useCounts();
  const text = title === undefined ? t('app.title', { needs }) : t('app.titleOf', { needs, title });
  return <title>{text}</title>;
}
