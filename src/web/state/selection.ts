import { create } from 'zustand';
import type { SessionKey } from '../../contract/session.ts';

interface Selection {
  keys: ReadonlySet<SessionKey>;
  /** Boxes are shown although nothing is chosen yet: for a finger, which does not hover. */
  choosing: boolean;
}

/** Which rows of the board are chosen for what is done to several at once. */
export const useSelection = create<Selection>(() => ({ keys: new Set(), choosing: false }));

export function toggleSelected(key: SessionKey): void {
  useSelection.setState(({ keys }) => {
    const next = new Set(keys);
    if (!next.delete(key)) next.add(key);
    return { keys: next };
  });
}

export function setChoosing(choosing: boolean): void {
  useSelection.setState(choosing ? { choosing } : { choosing, keys: new Set() });
}
