import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '../../i18n/t.ts';
import { fromHere } from '../../state/came-from.ts';
import { Shape } from '../../ui/shape.tsx';
import { InStepLine } from '../step/in-step-line.tsx';
import { isProblem, SourceList } from './source-list.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { useSources } from './use-sources.ts';

/** What AMC can see and what not. The browser's own popover: closes by Esc and by a click elsewhere. */
export function HealthPopover(): ReactNode {
  const sources = useSources();
  const problems = sources.filter(isProblem);
  const failed = problems.some(({ state }) => state === 'failed');
  return (
    <>
      <button
        type="button"
        popoverTarget="health"
        aria-label={t('health.button', { problems: problems.length })}
        className="flex h-8 min-w-8 items-center justify-center gap-1.5 rounded-m px-2 hover:bg-paper-3 pointer-coarse:h-11 pointer-coarse:min-w-11"
      >
        <Shape
          name={problems.length === 0 ? 'check' : failed ? 'cross' : 'question'}
          tone={problems.length === 0 ? 'rests' : failed ? 'bad' : 'unsure'}
          size={12}
        />
        {problems.length === 0 ? null : (
          <span
            className={`text-12 whitespace-nowrap max-tablet:sr-only ${failed ? 'text-bad-text' : 'text-unsure-text'}`}
          >
            {t('health.short', { problems: problems.length })}
          </span>
        )}
      </button>
      <div
        id="health"
        popover="auto"
        className="fixed inset-auto top-13 right-3 m-0 max-h-[80dvh] w-96 max-w-[calc(100vw-24px)] overflow-y-auto rounded-m border border-line bg-float px-4 py-3 text-ink shadow-float"
      >
        <h2 className="pb-1 font-semibold">{t('health.title')}</h2>
        <SourceList sources={sources} />
        <InStepLine />
        <Link
          href="/health"
          state={fromHere()}
          onClick={() => document.querySelector<HTMLElement>('#health')?.hidePopover()}
          className="flex min-h-8 w-fit items-center text-ink-2 underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
        >
          {t('nav.health')}
        </Link>
        <div className="mt-1 flex items-center justify-between border-t border-line pt-1 tablet:hidden">
          {t('health.theme')}
          <ThemeSwitch />
        </div>
      </div>
    </>
  );
}
