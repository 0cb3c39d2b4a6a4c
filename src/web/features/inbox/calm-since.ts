import { create } from 'zustand';
import { useApp } from '../../state/store.ts';
import { groupOf } from '../board/groups.ts';

interface Calm {
  /** Server's time since when nothing waits; null: something does, or nothing is known. */
  since: number | null;
  /** Whether this page saw the last request go; else it is since when the page looks. */
  seen: boolean;
}

/** Since when nothing waits, as far as this page saw it. */
export const useCalm = create<Calm>(() => ({ since: null, seen: false }));

let waited = false;

function look(): void {
  const { board } = useApp.getState();
  if (!board.loaded) return;
  const waits = [...board.sessions.values()].some((session) => groupOf(session) === 'needs');
  const { since } = useCalm.getState();
  if (waits) {
    waited = true;
    if (since !== null) useCalm.setState({ since: null });
  } else if (since === null) useCalm.setState({ since: Date.now() + board.skewMs, seen: waited });
}

look();
useApp.subscribe((state, before) => {
  if (state.board.sessions !== before.board.sessions) look();
});
