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
  '/inbox': screen(async () => (await import('./features/inbox/inbox-screen.tsx')).InboxScreen, true),
  '/history': screen(async () => (await import('./features/history/history-screen.tsx')).HistoryScreen, true),
  '/search': screen(async () => (await import('./features/search/search-screen.tsx')).SearchScreen, true),
  '/audit': screen(async () => (await import('./features/audit/audit-screen.tsx')).AuditScreen, true),
  '/usage': screen(async () => (await import('./features/usage/usage-screen.tsx')).UsageScreen, false),
  '/settings': screen(async () => (await import('./features/settings/settings-screen.tsx')).SettingsScreen, false),
  '/health': screen(async () => (await import('./features/health/health-screen.tsx')).HealthScreen, false),
  '/welcome': screen(async () => (await import('./features/guide/guide-screen.tsx')).GuideScreen, false),
};

function screen(component: () => Promise<ComponentType>, isList: boolean): ScreenSpec {
  return { load: async () => ({ default: await component() }), isList };
}
