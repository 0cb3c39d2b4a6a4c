import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Command, InCheckout } from '../../ui/command.tsx';

/** A browser that nobody has let in yet: what to do, and why. */
export function SignedOut(): ReactNode {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-[560px] content-center gap-5 px-6 py-16">
      <p className="font-semibold tracking-wide">{t('app.name')}</p>
      <h1 className="text-24 font-semibold">{t('signedOut.title')}</h1>
      <div className="grid gap-3">
        <p className="text-15">{t('signedOut.do')}</p>
        <Command text="amc open" />
        <InCheckout command="npm start -- open" />
      </div>
      <p className="text-15 text-ink-2">{t('signedOut.why')}</p>
      <p className="text-ink-3">{t('signedOut.waiting')}</p>
    </main>
  );
}
