import { useStored, writeStored } from './persisted.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** `public/theme.js` reads the same key before the first paint. */
export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  const stored = useStored('theme');
  return { theme: THEMES.find((theme) => theme === stored) ?? 'system', setTheme };
}

function setTheme(theme: Theme): void {
  writeStored('theme', theme === 'system' ? '' : theme);
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
