import type { ComponentType } from 'react';

type Load = () => Promise<{ default: ComponentType }>;

/** A screen with an address of its own. Its code is a chunk of its own, fetched while nobody waits for it. */
export interface ScreenSpec {
  load: Load;
  /** `j` and `k` walk its `[data-row]`s. */
  isList: boolean;
}

/** Every screen beside the board (`/`) and a session (`/s/…`), by its address. */
export const SCREENS: Readonly<Record<string, ScreenSpec>> = {
  '/history': screen(async () => (await import('./features/history/history-screen.tsx')).HistoryScreen, true),
  '/search': screen(async () => (await import('./features/search/search-screen.tsx')).SearchScreen, true),
  '/audit': screen(async () => (await import('./features/audit/audit-screen.tsx')).AuditScreen, true),
};

function screen(component: () => Promise<ComponentType>, isList: boolean): ScreenSpec {
  return { load: async () => ({ default: await component() }), isList };
}
