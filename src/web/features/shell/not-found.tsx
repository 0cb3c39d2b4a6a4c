import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { openPalette } from '../palette/open-palette.ts';
import { PageTitle } from './page-title.tsx';

/** An address that leads to no screen. */
export function NotFound({ path }: { path: string }): ReactNode {
  return (
    <div className="mx-auto grid w-full max-w-xl justify-items-start gap-3 px-6 py-24">
      <PageTitle title={t('notFound.title')} />
      <h1 className="text-24 font-semibold">{t('notFound.title')}</h1>
      <p className="max-w-full font-mono break-all text-ink-2">
        <Clean text={path} />
      </p>
      <div className="mt-2 flex flex-wrap items-center gap-4">
        <Link href="/" className="flex items-center underline underline-offset-2 pointer-coarse:min-h-11">
          {t('session.back')}
        </Link>
        <Button onClick={openPalette}>{t('nav.find')}</Button>
      </div>
    </div>
  );
}
