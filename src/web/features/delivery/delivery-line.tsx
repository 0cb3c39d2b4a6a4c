import type { ReactNode } from 'react';
import type { Command, DeliveryState } from '../../../contract/command.ts';
import type { Request } from '../../../contract/request.ts';
import { t } from '../../i18n/t.ts';
import { exactTime } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import type { Outgoing } from '../../state/outbox.ts';
import { giveUp, sendAgain } from '../../state/send.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { EvidenceLine } from '../../ui/evidence.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Shape } from '../../ui/shape.tsx';
import { DELIVERY_SHAPE } from './delivery-shape.ts';
import { describeAction } from './describe-action.ts';

/** What was decided, and how far it got. */
export function CommandDelivery({
  command,
  agent,
  request,
}: {
  command: Command;
  agent: string;
  request?: Request;
}): ReactNode {
  return (
    <div className="grid max-w-[78ch] gap-1" data-command={command.id} data-delivery={command.delivery.state}>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        {command.action.type === 'prompt' ? null : (
          <span className="font-medium">
            <Clean text={describeAction(command.action, request)} />
          </span>
        )}
        <DeliveryMark command={command} agent={agent} />
      </p>
      <DeliveryReason command={command} />
    </div>
  );
}

/** Shape and word of a delivery, with its whole story behind it. */
export function DeliveryMark({
  command,
  agent,
  align = 'left',
}: {
  command: Command;
  agent: string;
  align?: 'left' | 'right';
}): ReactNode {
  const { name, tone, text } = DELIVERY_SHAPE[command.delivery.state];
  return (
    <Hint hint={<DeliveryStory command={command} agent={agent} />} align={align} side="above">
      <span className={`inline-flex items-baseline gap-1.5 text-12 ${text}`}>
        <Shape name={name} tone={tone} size={10} />
        {deliveryWord(command.delivery.state, agent)}
      </span>
    </Hint>
  );
}

function DeliveryReason({ command: { delivery } }: { command: Command }): ReactNode {
  if (delivery.reason === undefined) return null;
  return (
    <p className="text-ink-2">
      <Clean text={delivery.reason.message} />{' '}
      {delivery.reason.next === undefined ? null : <Clean text={delivery.reason.next} />}
    </p>
  );
}

function DeliveryStory({ command: { delivery }, agent }: { command: Command; agent: string }): ReactNode {
  const now = useNow('coarse');
  return (
    <>
      {delivery.steps.map(({ state, at, note }, index) => (
        // eslint-disable-next-line react/no-array-index-key -- steps are only ever appended
        <span key={index} className="block">
          {t('delivery.step', { state: deliveryWord(state, agent), time: exactTime(at, now) })}
          {note === undefined ? null : <span className="text-ink-3"> {note}</span>}
        </span>
      ))}
      {delivery.via === undefined ? null : (
        <span className="block text-ink-3">{t('delivery.via', { via: delivery.via })}</span>
      )}
      {delivery.evidence === undefined ? null : <EvidenceLine evidence={delivery.evidence} />}
    </>
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

function deliveryWord(state: DeliveryState, agent: string): string {
  return state === 'accepted' || state === 'confirmed' ? t(`delivery.${state}`, { agent }) : t(`delivery.${state}`);
}
