import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Session, SessionKey } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { short } from '../../lib/amounts.ts';
import { placeOf } from '../../lib/words.ts';
import { useApp } from '../../state/store.ts';
import { Clean } from '../../ui/clean.tsx';
import { StatusEvidence } from '../../ui/evidence.tsx';
import { rowKeyOf } from './row-key.ts';

const REST_MS = 300;

/**
 * Why AMC says what it says of the row under the hand or in focus: a line at the foot of the window, where it covers nothing
 * that is to be read or pressed. It is only for eyes: who hears the page is told with the row's link.
 */
export function EvidenceBar(): ReactNode {
  const key = usePointedAt();
  const session = useApp(({ board }) => (key === null ? undefined : board.sessions.get(key)));
  if (session === undefined) return null;
  return (
    <div aria-hidden="true" className="evidence-bar">
      <StatusEvidence status={session.status} />
      <Details session={session} />
    </div>
  );
}

function Details({ session }: { session: Session }): ReactNode {
  const { vitals, marks, title, paneNote } = session;
  const place = placeOf(session);
  const tokens = vitals?.contextTokens;
  const room = vitals?.contextWindow;
  const parts = [
    place ?? paneNote,
    tokens === undefined
      ? undefined
      : room === undefined
        ? t('vitals.contextUsed', { used: short(tokens) })
        : t('vitals.contextIs', { used: short(tokens), window: short(room) }),
    marks?.name === undefined ? undefined : t('board.ownTitle', { title }),
  ].filter((part) => part !== undefined);
  return (
    <span className="ml-auto truncate text-ink-3 max-desk:hidden">
      <Clean text={parts.join(' · ')} />
    </span>
  );
}

/** The row a hand rests on for a moment, else the one that holds the focus by a key. */
function usePointedAt(): SessionKey | null {
  const hovered = useHovered();
  const focused = useSyncExternalStore(followFocus, focusedRow);
  return hovered ?? focused;
}

function useHovered(): SessionKey | null {
  const [hovered, setHovered] = useState<SessionKey | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let under: SessionKey | null = null;
    const over = ({ target, pointerType }: PointerEvent): void => {
      const key = pointerType === 'mouse' ? rowKeyOf(target) : null;
      if (key === under) return;
      under = key;
      clearTimeout(timer);
      if (key === null) setHovered(null);
      else timer = setTimeout(() => setHovered(key), REST_MS);
    };
    document.addEventListener('pointerover', over);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', over);
    };
  }, []);
  return hovered;
}

function followFocus(moved: () => void): () => void {
  document.addEventListener('focusin', moved);
  document.addEventListener('focusout', moved);
  return () => {
    document.removeEventListener('focusin', moved);
    document.removeEventListener('focusout', moved);
  };
}

/** The row whose link a key has brought the focus to. */
function focusedRow(): SessionKey | null {
  const focused = document.activeElement;
  return focused?.matches('[data-row-link]:focus-visible') === true ? rowKeyOf(focused) : null;
}
