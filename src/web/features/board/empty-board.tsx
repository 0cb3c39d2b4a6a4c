import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { SourceList } from '../shell/source-list.tsx';
import { useSources } from '../shell/use-sources.ts';
import { Command } from '../../ui/command.tsx';
import { Phrase } from '../../ui/phrase.tsx';

/** No agent runs: how to start one, how AMC learns of it, and what it looks at right now. */
export function EmptyBoard(): ReactNode {
  const sources = useSources();
  return (
    <div className="mx-auto grid w-full max-w-[640px] gap-8 px-4 py-16 tablet:py-24">
      <div className="grid gap-2">
        <h1 className="text-24 font-semibold">{t('empty.title')}</h1>
        <p className="text-15 text-ink-2">{t('empty.lead')}</p>
      </div>
      <Step title={t('empty.start')}>
        <div className="flex flex-wrap gap-2">
          <Command text="claude" />
          <Command text="codex" />
        </div>
      </Step>
      <Step title={t('empty.hooks')}>
        <div className="grid gap-2">
          <Command text="amc hooks install" />
          <p className="text-ink-2">
            <Phrase text={t('empty.hooksNote')} />
          </p>
        </div>
      </Step>
      <Step title={t('empty.looks')}>
        <div className="rounded-m border border-line px-4 py-2">
          <SourceList sources={sources} />
        </div>
      </Step>
    </div>
  );
}

function Step({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className="grid gap-2">
      <h2 className="text-12 text-ink-3">{title}</h2>
      {children}
    </section>
  );
}
