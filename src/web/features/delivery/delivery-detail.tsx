import type { ReactNode } from 'react';
import type { Command, Delivery } from '../../../contract/command.ts';
import { t } from '../../i18n/t.ts';
import { exactTime } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import { Clean } from '../../ui/clean.tsx';
import { Said } from '../../ui/said.tsx';
import { EvidenceLine } from '../../ui/evidence.tsx';
import { Shape } from '../../ui/shape.tsx';
import { DELIVERY_SHAPE, deliveryWord } from './delivery-shape.ts';

/** The whole story of a command: the way it took and why, every step with its time, how it ended, and the proof. */
export function DeliveryDetail({ command, agent }: { command: Command; agent: string }): ReactNode {
  const { delivery, actor } = command;
  const { via, reason, evidence } = delivery;
  return (
    <dl className="grid gap-2.5 text-12">
      <div>
        <dt className="text-ink-3">{t('delivery.steps')}</dt>
        <dd>
          <Steps delivery={delivery} agent={agent} />
        </dd>
      </div>
      <div>
        <dt className="text-ink-3">{t('delivery.channel')}</dt>
        <dd>{via === undefined ? t('delivery.noChannel') : <Clean text={via} />}</dd>
      </div>
      {reason === undefined ? null : (
        <div>
          <dt className="text-ink-3">{t('delivery.reason')}</dt>
          <dd>
            <Said text={reason.message} />
            {reason.next === undefined ? null : (
              <span className="block text-ink-2">
                <Said text={reason.next} />
              </span>
            )}
          </dd>
        </div>
      )}
      <div>
        <dt className="text-ink-3">{t('delivery.evidence')}</dt>
        <dd>{evidence === undefined ? t('delivery.noEvidence', { agent }) : <EvidenceLine evidence={evidence} />}</dd>
      </div>
      {actor === undefined ? null : (
        <div>
          <dt className="text-ink-3">{t('delivery.actor')}</dt>
          <dd>
            {t(`actor.${actor.by}`)}
            {actor.address === undefined ? null : (
              <span className="text-ink-3">
                {' '}
                <Clean text={actor.address} />
              </span>
            )}
          </dd>
        </div>
      )}
    </dl>
  );
}

function Steps({ delivery: { steps }, agent }: { delivery: Delivery; agent: string }): ReactNode {
  const now = useNow('coarse');
  return (
    <ol className="mt-0.5 grid gap-1">
      {steps.map(({ state, at, note }, index) => {
        const { name, tone } = DELIVERY_SHAPE[state];
        return (
          // eslint-disable-next-line react/no-array-index-key -- steps are only ever appended
          <li key={index} className="grid grid-cols-[auto_10px_1fr] items-baseline gap-x-2">
            <time className="font-mono text-ink-3">{exactTime(at, now)}</time>
            <Shape name={name} tone={tone} size={9} />
            <span>
              {deliveryWord(state, agent)}
              {note === undefined ? null : (
                <span className="block text-ink-2">
                  <Said text={note} />
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
