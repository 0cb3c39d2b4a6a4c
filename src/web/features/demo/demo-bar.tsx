import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { useApp } from '../../state/store.ts';

/** Above everything, for as long as nothing here is real. It comes with the first sessions, so nothing jumps. */
export function DemoBar(): ReactNode {
  const isDemo = useApp((state) => state.board.demo);
  if (!isDemo) return null;
  return (
    <p className="border-b border-line bg-paper-2 px-4 py-1 text-12 text-ink-2 tablet:px-6" role="note">
      <strong className="font-semibold">{t('demo.label')}</strong> {t('demo.text')}
    </p>
  );
}
