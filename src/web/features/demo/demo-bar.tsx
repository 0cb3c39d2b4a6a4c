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
      <span className="max-tablet:hidden"> {t('demo.rest')}</span>
    </p>
  );
}

/** Beside the name on a phone, where the line above scrolls away and this stays. */
export function DemoSign(): ReactNode {
  const isDemo = useApp((state) => state.board.demo);
  if (!isDemo) return null;
  return (
    <span className="rounded-s border border-line-2 px-1.5 text-12 text-ink-2 tablet:hidden">{t('demo.sign')}</span>
  );
}
