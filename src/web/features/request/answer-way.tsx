import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Clean } from '../../ui/clean.tsx';
import type { Hindrance } from './decision.ts';
import type { RequestProps } from './request-card.tsx';

/** How the answer would travel, or why none can and where to give it instead. */
export function AnswerWay({ session, request, place, hindrance }: RequestProps & { hindrance: Hindrance }): ReactNode {
  const { answer } = request;
  if (request.kind === 'error') return null;
  if (answer.channel === 'none') {
    const { pane } = session;
    return (
      <p className="text-ink-2">
        {t('request.cannot')} <Clean text={answer.reason} />{' '}
        {pane === undefined
          ? t('request.cannotNowhere')
          : t('request.cannotWhere', { terminal: pane.terminal, place: pane.label })}
      </p>
    );
  }
  // On the board the page's own bar says it; a line in every card would move everything.
  if (place === 'board') return null;
  const text = hindrance === 'offline' ? t('request.offline') : t(`request.via.${answer.channel}`, { via: answer.via });
  return <p className="text-12 text-ink-3">{text}</p>;
}
