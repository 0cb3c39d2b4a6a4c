import { useMemo, type ReactNode } from 'react';
import { isSettled } from '../../../core/delivery.ts';
import type { Action, Command } from '../../../contract/command.ts';
import type { Offer, Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { tDocument } from './document-texts.ts';
import { modeOf, shortModel } from '../../lib/words.ts';
import { useNow } from '../../state/clock.ts';
import { send } from '../../state/send.ts';
import { isLive, useApp } from '../../state/store.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { CommandDelivery, Unsent } from '../delivery/delivery-line.tsx';
import { ChooseAction } from './choose-action.tsx';
import { ConfirmAction } from './confirm-action.tsx';
import { TextAction } from './text-action.tsx';

export type Doable = Exclude<Offer['action'], 'attach'>;
export type DoableOffer = Offer & { action: Doable };

interface OfferRowProps {
  session: Session;
  offer: DoableOffer;
  open: boolean;
  toggle: () => void;
}

/** One thing that can be done, with its value now; opens in place, and shows what became of it. */
export function OfferRow({ session, offer, open, toggle }: OfferRowProps): ReactNode {
  const live = useApp(isLive);
  const last = useNewest(session, offer.action);
  const unsent = useApp((state) => state.outbox).find(
    ({ sessionKey, action }) => sessionKey === session.key && action.type === offer.action,
  );
  const busy = last !== null && !isSettled(last.delivery);
  const act = (action: Action): void => send({ sessionKey: session.key, action });
  return (
    <li data-offer={offer.action}>
      <button
        type="button"
        aria-expanded={open}
        onClick={toggle}
        className={classes(
          'flex min-h-8 w-full items-center gap-3 rounded-s px-3 text-left hover:bg-paper-3 pointer-coarse:min-h-11',
          open && 'font-medium',
        )}
      >
        {tDocument(`menu.${offer.action}`)}
        <span className="ml-auto min-w-0 truncate text-12 font-normal text-ink-3">
          <Clean text={valueOf(session, offer)} />
        </span>
      </button>
      {open ? (
        <div className="grid gap-2 px-3 pt-0.5 pb-3">
          <Act offer={offer} session={session} act={act} off={!live || busy} />
          {offer.path.channel === 'none' ? null : (
            <p className="text-12 text-ink-3">{t(`request.via.${offer.path.channel}`, { via: offer.path.via })}</p>
          )}
        </div>
      ) : null}
      {unsent === undefined ? null : (
        <div className="px-3 pb-2">
          <Unsent outgoing={unsent} />
        </div>
      )}
      {last === null || unsent !== undefined ? null : (
        <div className="px-3 pb-2">
          <CommandDelivery command={last} agent={session.agent} />
        </div>
      )}
    </li>
  );
}

function Act(props: { offer: DoableOffer; session: Session; act: (action: Action) => void; off: boolean }): ReactNode {
  const { offer, session, act, off } = props;
  switch (offer.action) {
    case 'mode':
    case 'model':
      return <ChooseAction offer={offer} off={off} act={act} />;
    case 'compact':
    case 'rename':
      return <TextAction kind={offer.action} session={session} off={off} act={act} />;
    case 'clear':
    case 'close':
      return <ConfirmAction kind={offer.action} agent={session.agent} off={off} act={act} />;
  }
}

/** What it is now, as the agent says it. */
function valueOf(session: Session, { action, current, currentEffort, choices = [] }: Offer): string {
  const label = choices.find(({ id }) => id === current)?.label;
  if (action === 'mode') return label ?? modeOf(session) ?? '';
  if (action !== 'model') return '';
  const model = label ?? current ?? session.model;
  return [model === undefined ? undefined : shortModel(model), currentEffort ?? session.effort]
    .filter(Boolean)
    .join(' · ');
}

const SHOWN_MS = 60_000;

/** The newest command of this kind while somebody may still want to know of it. */
function useNewest({ key }: Session, action: Offer['action']): Command | null {
  const commands = useApp((state) => state.board.commands);
  const after = useNow('coarse') - SHOWN_MS;
  return useMemo(() => {
    const own = [...commands.values()].filter(
      (command) => command.sessionKey === key && command.action.type === action && command.createdAt > after,
    );
    return own.sort((a, b) => b.createdAt - a.createdAt)[0] ?? null;
  }, [commands, key, action, after]);
}
