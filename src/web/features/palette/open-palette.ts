import { create } from 'zustand';
import type { SessionKey } from '../../../contract/session.ts';
import { isSessionKey } from '../../../contract/session-key.ts';
import { sessionOfPath } from '../../lib/session-path.ts';
import { giveKeysTo } from '../keyboard/type-ahead.ts';

interface PaletteState {
  open: boolean;
  /** The session that was in view, or its row in focus, when it was opened. */
  session: SessionKey | null;
}

export const usePalette = create<PaletteState>(() => ({ open: false, session: null }));

export function openPalette(): void {
  usePalette.setState({ open: true, session: sessionInView() });
  giveKeysTo('dialog.palette[open] input', closePalette);
}

export function closePalette(): void {
  usePalette.setState({ open: false });
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
