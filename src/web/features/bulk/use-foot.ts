import { useBatch } from '../../state/batch.ts';
import { useSelection } from '../../state/selection.ts';
import { useApp } from '../../state/store.ts';

/** Whether there may be anything to show over the board's foot: only then is it fetched. */
export function useFoot(): boolean {
  const choosing = useSelection((state) => state.choosing || state.keys.size > 0);
  const batch = useBatch((state) => state.rows !== null);
  const sent = useApp((state) => state.sent.size > 0 || state.outbox.length > 0);
  return choosing || batch || sent;
}
