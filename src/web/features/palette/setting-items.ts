import { setDensity } from '../../state/density.ts';
import { THEMES, type Theme } from '../../state/theme.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n/locale.ts';
import { chooseLanguage } from '../../i18n/speak.ts';
import { openHelp } from '../keyboard/help-dialog.tsx';
import type { PaletteItem } from './items.ts';
import { tPalette } from './texts.ts';

/** What can be set for this browser. */
export function settingItems(setTheme: (theme: Theme) => void): PaletteItem[] {
  const item = (id: string, label: string, run: () => void, words: readonly string[] = []): PaletteItem => ({
    id: `setting ${id}`,
    part: 'settings',
    label,
    words,
    run,
  });
  return [
    ...THEMES.map((theme) =>
      item(`theme ${theme}`, tPalette('set.theme', { theme: tPalette(`set.theme.${theme}`) }), () => setTheme(theme)),
    ),
    item('rows', tPalette('set.rows'), () => setDensity('rows'), ['density']),
    item('cards', tPalette('set.cards'), () => setDensity('cards'), ['density']),
    ...LANGUAGES.map((language) =>
      item(`language ${language}`, tPalette('set.language', { language: LANGUAGE_NAMES[language] }), () =>
        chooseLanguage(language),
      ),
    ),
    item('language auto', tPalette('set.language', { language: tPalette('set.languageAuto') }), () =>
      chooseLanguage(''),
    ),
    { ...item('keys', tPalette('set.keys'), openHelp, ['shortcuts']), keys: '?' },
    item('reload', tPalette('set.reload'), () => location.reload()),
  ];
}
