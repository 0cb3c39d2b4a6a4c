import { Suspense, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Action } from '../../../contract/command.ts';
import type { Request } from '../../../contract/request.ts';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { asks } from '../../lib/words.ts';
import { send } from '../../state/send.ts';
import { Button } from '../../ui/button.tsx';
import { CommandDelivery, Unsent } from '../delivery/delivery-line.tsx';
import { useDecision, useHindrance, type Hindrance } from './decision.ts';
import { Permission } from './permission.tsx';
import { Plan } from './plan.tsx';
import { QuestionForm } from './question-form.tsx';
import { AnswerWay } from './answer-way.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';

const RareAsk = lazyPart(async () => (await import('./rare-ask.tsx')).RareAsk);

/** The board shows enough to decide, the session page everything, the inbox everything with what decides at its foot. */
export type RequestPlace = 'board' | 'session' | 'inbox';

export interface RequestProps {
  session: Session;
  request: Request;
  place: RequestPlace;
}

/** What each kind of request gets to draw itself and to be decided. */
export interface AskProps<K extends Request['kind']> {
  session: Session;
  request: Extract<Request, { kind: K }>;
  place: RequestPlace;
  /** Null while it is already decided, and where no answer can travel: then there is nothing to press. */
  decide: ((action: Action) => void) | null;
  hindrance: Hindrance;
}

/** One thing an agent waits for, with everything to decide it and, once decided, the proof. The same on every screen. */
export function RequestCard({ session, request, place }: RequestProps): ReactNode {
  const decision = useDecision(request.id);
  const hindrance = useHindrance(session, request);
  const [again, setAgain] = useState('');
  const undecided = decision.stage === 'open' || (decision.stage === 'sent' && again === decision.command.id);
  const decide =
    undecided && hindrance !== 'no-channel' ? (action: Action) => send({ sessionKey: session.key, action }) : null;
  return (
    <div
      role="group"
      aria-label={t('request.label', { who: session.agent, what: asks(request) })}
      data-request={request.id}
      className="grid gap-3"
    >
      <Ask session={session} request={request} place={place} decide={decide} hindrance={hindrance} />
      {decision.stage === 'sending' ? <p className="text-ink-3">{t('delivery.sending')}</p> : null}
      {decision.stage === 'sent' ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <CommandDelivery command={decision.command} agent={session.agent} request={request} />
          {decision.command.delivery.state === 'unknown' && decide === null && request.answer.channel !== 'none' ? (
            <Button look="quiet" onClick={() => setAgain(decision.command.id)}>
              {t('delivery.answerAgain')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {decision.stage === 'open' && decision.unsent !== null ? <Unsent outgoing={decision.unsent} /> : null}
      {decision.stage === 'open' && decision.unsent === null && decision.last !== null ? (
        <CommandDelivery command={decision.last} agent={session.agent} request={request} />
      ) : null}
      {undecided ? <AnswerWay session={session} request={request} place={place} hindrance={hindrance} /> : null}
    </div>
  );
}

function Ask(props: Omit<AskProps<never>, 'request'> & { request: Request }): ReactNode {
  const { request, ...rest } = props;
  const [, navigate] = useLocation();
  switch (request.kind) {
    case 'permission':
      return <Permission request={request} {...rest} />;
    case 'question':
      return <QuestionForm request={request} {...rest} />;
    case 'plan':
      return <Plan request={request} openSession={() => navigate(sessionPath(rest.session.key))} {...rest} />;
    default:
      return (
        <Suspense fallback={<div className="min-h-24" />}>
          <RareAsk request={request} {...rest} />
        </Suspense>
      );
  }
}
