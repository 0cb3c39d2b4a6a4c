import type { ReactNode } from 'react';
import { tDocument } from './document-texts.ts';
import { Said } from '../../ui/said.tsx';
import { Remedy } from '../request/remedy.tsx';
import type { DoableOffer } from './offer-row.tsx';

/** What cannot be done now, and why; what has the same reason stands together. */
export function DeniedOffers({ offers }: { offers: readonly DoableOffer[] }): ReactNode {
  const byReason = new Map<string, DoableOffer[]>();
  for (const offer of offers) {
    const reason = offer.path.channel === 'none' ? offer.path.reason : '';
    byReason.set(reason, [...(byReason.get(reason) ?? []), offer]);
  }
  return [...byReason].map(([reason, own]) => (
    <li key={reason} className="mt-1 grid gap-1 border-t border-line px-3 py-2" data-denied>
      <span className="text-ink-3">{own.map(({ action }) => tDocument(`menu.${action}`)).join(', ')}</span>
      <span className="text-12 text-ink-2">
        <Said text={reason} />
      </span>
      {own[0] === undefined ? null : <Remedy path={own[0].path} />}
    </li>
  ));
}
