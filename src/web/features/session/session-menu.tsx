import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Session } from '../../../contract/session.ts';
import { tDocument } from './document-texts.ts';
import { auditPath } from '../../lib/session-path.ts';
import { Popover } from '../../ui/popover.tsx';
import { Button } from '../../ui/button.tsx';
import { RevealButton } from '../terminal/reveal-button.tsx';
import { DeniedOffers } from './denied-offers.tsx';
import { OfferRow, type Doable, type DoableOffer } from './offer-row.tsx';

/** What changes how it goes on first, what ends something last. */
const ORDER = ['mode', 'model', 'compact', 'rename', 'clear', 'close'] as const satisfies readonly Doable[];

/** Everything that can be done to a session besides talking to it; what cannot be done says why. */
export function SessionMenu({ session }: { session: Session }): ReactNode {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState<Doable | null>(null);
  const offers = ORDER.flatMap((action) =>
    session.offers.filter((offer): offer is DoableOffer => offer.action === action),
  );
  const possible = offers.filter(({ path }) => path.channel !== 'none');
  const denied = offers.filter(({ path }) => path.channel === 'none');
  return (
    <>
      <Button
        look="quiet"
        className="px-2"
        data-press="m"
        data-menu-of={session.key}
        aria-keyshortcuts="m"
        aria-label={tDocument('menu.label')}
        title={tDocument('menu.label')}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={({ currentTarget }) => {
          setOpen(null);
          setAnchor(anchor === null ? currentTarget : null);
        }}
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="currentColor">
          <circle cx="3" cy="8" r="1.5" />
          <circle cx="8" cy="8" r="1.5" />
          <circle cx="13" cy="8" r="1.5" />
        </svg>
      </Button>
      {anchor === null ? null : (
        <Popover
          anchor={anchor}
          follows="bar"
          label={tDocument('menu.label')}
          close={() => setAnchor(null)}
          className="w-84"
        >
          {offers.length === 0 ? <p className="px-3 py-2 text-ink-2">{tDocument('menu.none')}</p> : null}
          <ul className="grid">
            {possible.map((offer) => (
              <OfferRow
                key={offer.action}
                session={session}
                offer={offer}
                open={open === offer.action}
                toggle={() => setOpen(open === offer.action ? null : offer.action)}
              />
            ))}
            <DeniedOffers offers={denied} />
          </ul>
          <div className="mt-1 flex flex-wrap items-center gap-2 border-t border-line px-1 pt-1.5 pb-0.5">
            <RevealButton session={session} />
            <Link
              href={auditPath(session.key)}
              className="flex min-h-8 items-center rounded-s px-2 text-ink-2 hover:bg-paper-3 hover:text-ink pointer-coarse:min-h-11"
            >
              {tDocument('menu.commands')}
            </Link>
          </div>
        </Popover>
      )}
    </>
  );
}
