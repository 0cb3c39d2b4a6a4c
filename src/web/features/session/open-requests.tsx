import type { ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { asks } from '../../lib/words.ts';
import { Shape } from '../../ui/shape.tsx';
import { Stopwatch } from '../../ui/time.tsx';
import { RequestCard } from '../request/request-card.tsx';

/** What the agent waits for, at the end of the document: the next thing to be said is the person's. */
export function OpenRequests({ session }: { session: Session }): ReactNode {
  const { requests } = session;
  return requests.map((request, index) => (
    <div key={request.id} className="mt-8 rounded-m border border-line-2 bg-float p-4" data-waiting>
      <h2 className="mb-3 flex items-baseline gap-2.5">
        <span className="translate-y-0.5">
          <Shape name="diamond" tone="needs" />
        </span>
        <span className="font-semibold text-needs-text">
          {t('request.label', { who: session.agent, what: asks(request) })}
        </span>
        <span className="ml-auto flex items-baseline gap-3 text-12 whitespace-nowrap text-ink-3">
          {requests.length > 1 ? <span>{t('request.place', { n: index + 1, of: requests.length })}</span> : null}
          <Stopwatch since={request.openedAt} />
        </span>
      </h2>
      <RequestCard session={session} request={request} place="session" />
    </div>
  ));
}
