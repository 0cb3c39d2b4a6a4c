import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { openPalette } from '../palette/open-palette.ts';

/** Neither the board nor the history knows it. */
export function SessionMissing(): ReactNode {
  return (
    <div className="mx-auto grid w-full max-w-xl gap-3 px-6 py-24">
      <h1 className="text-24 font-semibold">{t('session.missing')}</h1>
      <p className="text-ink-2">{t('session.missingWhy')}</p>
      <div className="mt-2 flex flex-wrap items-center gap-4">
        <Link href="/" className="flex items-center underline underline-offset-2 pointer-coarse:min-h-11">
          {t('session.back')}
        </Link>
        <Button onClick={openPalette}>{t('nav.find')}</Button>
      </div>
    </div>
  );
}

export function SessionFailed({ error, retry }: { error: Error; retry: () => void }): ReactNode {
  return (
    <div className="mx-auto grid w-full max-w-xl justify-items-start gap-3 px-6 py-24" role="alert">
      <h1 className="text-24 font-semibold">{t('session.failed')}</h1>
      <p className="text-ink-2">{error.message}</p>
      <Button onClick={retry}>{t('conversation.retry')}</Button>
    </div>
  );
}
