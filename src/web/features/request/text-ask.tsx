import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '../../i18n/t.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { Clean } from '../../ui/clean.tsx';
import type { AskProps } from './request-card.tsx';

/** Something that is only text. What can be done about it depends on its kind. */
export function TextAsk({
  session,
  request,
  place,
}: AskProps<'prose_question' | 'trust' | 'elicitation' | 'error'>): ReactNode {
  return (
    <div className="grid gap-1">
      <p className={`max-w-[78ch] text-15 whitespace-pre-wrap ${place === 'board' ? 'line-clamp-4' : ''}`}>
        <Clean text={request.text} />
      </p>
      {request.kind === 'prose_question' && place === 'board' ? (
        <Link href={sessionPath(session.key)} className="w-fit underline underline-offset-2 pointer-coarse:py-3.5">
          {t('request.openToAnswer')}
        </Link>
      ) : null}
      {request.kind === 'trust' ? <p className="text-ink-2">{t('request.trust.next')}</p> : null}
      {request.kind === 'error' ? <p className="text-ink-2">{t('request.error.next')}</p> : null}
      {request.kind === 'prose_question' && place === 'session' ? (
        <p className="text-ink-2">{t('request.promptAnswers')}</p>
      ) : null}
    </div>
  );
}
