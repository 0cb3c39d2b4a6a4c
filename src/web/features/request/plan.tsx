import { Suspense, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { headline } from '../board/groups.ts';
import { Choices } from './choices.tsx';
import type { AskProps } from './request-card.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';

const Markdown = lazyPart(async () => (await import('../conversation/markdown.tsx')).Markdown);

/** A plan to be read before it is allowed: whole on the session page and in the inbox, its headline on the board. */
export function Plan(props: AskProps<'plan'> & { openSession: () => void }): ReactNode {
  const { session, request, place, decide, hindrance, openSession } = props;
  const { markdown, path, choices } = request;
  const choose =
    decide === null ? null : (
      <Choices
        request={request}
        choices={choices}
        agent={session.agent}
        decide={decide}
        hindrance={hindrance}
        place={place}
        back
      />
    );
  if (place === 'board') {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-[1_1_380px] text-15">
          <Clean text={markdown === undefined ? t('request.plan.none') : headline(markdown)} />
        </p>
        <div className="flex max-w-full flex-wrap gap-2 max-tablet:w-full">
          <Button onClick={openSession} data-press="o" aria-keyshortcuts="o">
            {t('request.plan.read')}
          </Button>
          {choose}
        </div>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      {markdown === undefined ? (
        <p className="text-ink-2">{t('request.plan.none')}</p>
      ) : (
        <Suspense fallback={<p className="whitespace-pre-wrap">{markdown}</p>}>
          <Markdown text={markdown} />
        </Suspense>
      )}
      {path === undefined ? null : (
        <p className="font-mono text-12 break-all text-ink-3">
          <Clean text={t('request.plan.file', { path })} />
        </p>
      )}
      {choose}
    </div>
  );
}
