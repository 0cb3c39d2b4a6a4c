import { Suspense, useId, useState, type ReactNode } from 'react';
import type { Command } from '../../../contract/command.ts';
import { t } from '../../i18n/t.ts';
import { exactTime } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { EvidenceLine } from '../../ui/evidence.tsx';
import { HintBox } from '../../ui/hint.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Shape } from '../../ui/shape.tsx';
import { deliveryLook, deliveryWord } from './delivery-shape.ts';
import { lazyPart } from '../../ui/lazy-part.ts';

const DeliveryDetail = lazyPart(async () => (await import('./delivery-detail.tsx')).DeliveryDetail);

interface DeliveryMarkProps {
  command: Command;
  agent: string;
  align?: 'left' | 'right';
}

/** Shape and word of a delivery. Its whole story shows while a hand rests on it, and stays when it is pressed. */
export function DeliveryMark({ command, agent, align = 'left' }: DeliveryMarkProps): ReactNode {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const hint = useId();
  const { name, tone, text, word } = deliveryLook(command.delivery, agent);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        aria-describedby={anchor === null ? hint : undefined}
        onClick={({ currentTarget }) => setAnchor(anchor === null ? currentTarget : null)}
        className={classes(
          'group/hint relative inline-flex items-baseline gap-1.5 rounded-s text-12 pointer-coarse:-my-2.5 pointer-coarse:py-2.5',
          text,
        )}
      >
        <Shape name={name} tone={tone} size={10} />
        <span className="underline decoration-transparent underline-offset-2 group-hover/hint:decoration-current">
          {word}
        </span>
        {anchor === null ? (
          <HintBox id={hint} align={align} side="above">
            <DeliveryStory command={command} agent={agent} />
          </HintBox>
        ) : null}
      </button>
      {anchor === null ? null : (
        <Popover
          anchor={anchor}
          align={align}
          label={t('delivery.story')}
          close={() => setAnchor(null)}
          className="w-80 px-3 py-2.5"
        >
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- where the focus goes, and what a key scrolls */}
          <div tabIndex={0} data-first className="outline-none">
            <Suspense fallback={null}>
              <DeliveryDetail command={command} agent={agent} />
            </Suspense>
          </div>
        </Popover>
      )}
    </>
  );
}

/** In short: each step, the way, the proof. */
function DeliveryStory({ command: { delivery }, agent }: { command: Command; agent: string }): ReactNode {
  const now = useNow('coarse');
  return (
    <>
      {delivery.steps.map(({ state, at, note }, index) => (
        // eslint-disable-next-line react/no-array-index-key -- steps are only ever appended
        <span key={index} className="block">
          {t('delivery.step', { state: deliveryWord(state, agent), time: exactTime(at, now) })}
          {note === undefined ? null : (
            <span className="text-ink-3">
              {' '}
              <Clean text={note} />
            </span>
          )}
        </span>
      ))}
      {delivery.via === undefined ? null : (
        <span className="block text-ink-3">{t('delivery.via', { via: delivery.via })}</span>
      )}
      {delivery.evidence === undefined ? null : <EvidenceLine evidence={delivery.evidence} />}
    </>
  );
}
