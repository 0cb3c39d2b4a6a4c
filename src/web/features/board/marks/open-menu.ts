import { create } from 'zustand';
import type { SessionKey } from '../../../../contract/session.ts';
import { giveKeysTo } from '../../keyboard/type-ahead.ts';

/** What of the menu is shown: all of it, when to be reminded again, or the field for a name. */
export type MenuPart = 'menu' | 'snooze' | 'rename';

export interface OpenMenu {
  keys: readonly SessionKey[];
  /** It opens beside this, and gives the focus back to it. */
  anchor: HTMLElement;
  part: MenuPart;
  /** Opened without a mouse: then the first choice has the focus. */
  byKey: boolean;
}

/** One menu for all rows: a row has no more of it than a button. */
export const useOpenMenu = create<{ open: OpenMenu | null }>(() => ({ open: null }));

export function openMarks(open: OpenMenu): void {
  useOpenMenu.setState({ open });
  giveKeysTo(open.part === 'rename' ? '[data-rename]' : '[role=menu]', closeMarks);
}

export function closeMarks(): void {
  useOpenMenu.setState({ open: null });
}
