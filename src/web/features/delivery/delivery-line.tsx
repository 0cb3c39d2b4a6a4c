import type { ReactNode } from 'react';
import type { Command } from '../../../contract/command.ts';
import type { Request } from '../../../contract/request.ts';
import { t } from '../../i18n/t.ts';
import type { Outgoing } from '../../state/outbox.ts';
import { giveUp, sendAgain } from '../../state/send.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { Said } from '../../ui/said.tsx';
import { Shape } from '../../ui/shape.tsx';
import { DeliveryMark } from './delivery-mark.tsx';
import { describeAction } from './describe-action.ts';
import { isTakenBack } from './taken-back.ts';

/** What was decided, and how far it got. */
export function CommandDelivery({
  command,
  agent,
  request,
  quote = false,
}: {
  command: Command;
  agent: string;
  request?: Request;
  /** Shows a prompt's text too, where it does not stand above. */
  quote?: boolean;
}): ReactNode {
  return (
    <div className="grid max-w-[78ch] gap-1" data-command={command.id} data-delivery={command.delivery.state}>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        {command.action.type === 'prompt' && !quote ? null : (
          <span className={command.action.type === 'prompt' ? 'line-clamp-2 min-w-0 break-words' : 'font-medium'}>
            <Clean text={describeAction(command.action, request)} />
          </span>
        )}
        <DeliveryMark command={command} agent={agent} />
      </div>
      <DeliveryReason command={command} />
    </div>
  );
}

function DeliveryReason({ command: { delivery } }: { command: Command }): ReactNode {
  if (delivery.reason === undefined || isTakenBack(delivery)) return null;
  return (
    <p className="text-ink-2">
      <Said text={delivery.reason.message} />{' '}
      {delivery.reason.next === undefined ? null : <Said text={delivery.reason.next} />}
    </p>
  );
}

/** Something the server has not taken: why, and what can be done. Never sent again by itself. */
export function Unsent({ outgoing, edit }: { outgoing: Outgoing; edit?: () => void }): ReactNode {
  const { problem, action } = outgoing;
  if (problem === undefined) return <p className="text-12 text-ink-3">{t('delivery.sending')}</p>;
  return (
    <div className="grid gap-2" data-unsent={outgoing.key}>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        {action.type === 'prompt' ? null : <span className="font-medium">{describeAction(action)}</span>}
        <span className="inline-flex items-baseline gap-1.5 text-12 text-bad-text">
          <Shape name="cross" tone="bad" size={10} />
          {t('delivery.notTaken')}
        </span>
      </p>
      <p className="max-w-[78ch] text-ink-2">
        <Clean text={problem.message} /> {problem.next === undefined ? null : <Clean text={problem.next} />}{' '}
        {problem.mayHaveArrived ? t('delivery.mayHaveArrived') : null}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => sendAgain(outgoing)}>{t('delivery.again')}</Button>
        {edit === undefined ? null : (
          <Button look="quiet" onClick={edit}>
            {t('delivery.edit')}
          </Button>
        )}
        <Button look="quiet" onClick={() => giveUp(outgoing.key)}>
          {t('delivery.drop')}
        </Button>
      </div>
    </div>
  );
}
