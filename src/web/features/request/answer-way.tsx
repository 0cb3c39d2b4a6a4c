import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Said } from '../../ui/said.tsx';
import { RevealButton } from '../terminal/reveal-button.tsx';
import type { Hindrance } from './decision.ts';
import { Foot } from './foot.tsx';
import { Remedy } from './remedy.tsx';
import type { RequestProps } from './request-card.tsx';

/** How the answer would travel, or why none can, what would help, and where to give it instead. */
export function AnswerWay({ session, request, place, hindrance }: RequestProps & { hindrance: Hindrance }): ReactNode {
  const { answer } = request;
  if (answer.channel === 'none') return <NoWay session={session} request={request} place={place} />;
  // On the board the page's own bar says it; a line in every card would move everything.
  if (place === 'board') return null;
  const text = hindrance === 'offline' ? t('request.offline') : t(`request.via.${answer.channel}`, { via: answer.via });
  return (
    <Foot>
      <p className={place === 'inbox' ? 'answer-way' : 'text-12 text-ink-3'}>{text}</p>
    </Foot>
  );
}

function NoWay({ session, request }: RequestProps): ReactNode {
  const { answer } = request;
  const { pane } = session;
  if (answer.channel !== 'none') return null;
  return (
    <div className="grid gap-2" data-no-way>
      {/* An error is not waited upon for an answer; its own text says what to do. */}
      {request.kind === 'error' ? null : (
        <p className="max-w-[78ch] text-ink-2">
          {t('request.cannot')} <Said text={answer.reason} />{' '}
          {pane === undefined
            ? t('request.cannotNowhere')
            : t('request.cannotWhere', { terminal: pane.terminal, place: pane.label })}
        </p>
      )}
      <Remedy path={answer} />
      {pane === undefined ? null : (
        <div className="flex flex-wrap items-center gap-3">
          <RevealButton session={session} />
        </div>
      )}
    </div>
  );
}
