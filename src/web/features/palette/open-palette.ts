import { create } from 'zustand';
import type { SessionKey } from '../../../contract/session.ts';
import { isSessionKey } from '../../../contract/session-key.ts';
import { sessionOfPath } from '../../lib/session-path.ts';

interface PaletteState {
  open: boolean;
  /** The session that was in view, or its row in focus, when it was opened. */
  session: SessionKey | null;
  /** What was typed before it stood there: nobody waits for code to come. */
  typed: string;
}

export const usePalette = create<PaletteState>(() => ({ open: false, session: null, typed: '' }));

export function openPalette(): void {
  usePalette.setState({ open: true, session: sessionInView(), typed: '' });
}

export function closePalette(): void {
  usePalette.setState({ open: false });
}

/** It was asked for and is not there yet. */
export function isPaletteOnItsWay(): boolean {
  return usePalette.getState().open && document.querySelector('dialog.palette') === null;
}

/** Takes a key that was pressed while it opens; it belongs to no one else. */
export function typeAhead(event: KeyboardEvent): void {
  event.preventDefault();
  if (event.key === 'Escape') return closePalette();
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey)
    usePalette.setState(({ typed }) => ({ typed: typed + event.key }));
}

/** The session of this page, of the row in focus, else of what is shown beside a list. */
function sessionInView(): SessionKey | null {
  const own = sessionOfPath(location.pathname);
  if (own !== null) return own;
  const row = document.activeElement?.closest<HTMLElement>('[data-session], [data-row]');
  const shown = document.querySelector<HTMLElement>('[data-session-shown]');
  const key = row?.dataset['session'] ?? row?.dataset['row'] ?? shown?.dataset['sessionShown'] ?? '';
  return isSessionKey(key) ? key : null;
}
