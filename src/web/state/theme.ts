import { useStored, writeStored } from './persisted.ts';
import { readStored } from './stored.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** `public/theme.js` reads the same key before the first paint. */
export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  const stored = useStored('theme');
  return { theme: THEMES.find((theme) => theme === stored) ?? 'system', setTheme };
}

function setTheme(theme: Theme): void {
  writeStored('theme', theme === 'system' ? '' : theme);
  show(theme);
}

function show(theme: string): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
  else delete document.documentElement.dataset['theme'];
}

// What was chosen in another window holds in this one too.
addEventListener('storage', ({ key }) => {
  if (key === 'amc.theme') show(readStored('theme'));
});
