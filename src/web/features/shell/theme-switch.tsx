import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { THEMES, useTheme, type Theme } from '../../state/theme.ts';

const DRAWN: Record<Theme, ReactNode> = {
  system: (
    <>
      <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </>
  ),
  light: <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  dark: <circle cx="8" cy="8" r="6" fill="currentColor" />,
};

/** As the system, light, dark, and round again. */
export function ThemeSwitch(): ReactNode {
  const { theme, setTheme } = useTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const label = t('header.theme', { theme: t(`theme.${theme}`) });
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => setTheme(next)}
      className="grid size-8 place-items-center rounded-m text-ink-2 hover:bg-paper-3 hover:text-ink pointer-coarse:size-11"
    >
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        {DRAWN[theme]}
      </svg>
    </button>
  );
}
