/** The languages the page speaks. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each in its own words: whoever looks for one knows how it is called there. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

/** Where numbers and times are written as; undefined: as the browser does. */
let current: string | undefined;
let point = '.';

/** Called once, before anything is drawn. */
export function setLocale(locale: string): void {
  current = locale;
  point = new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
}

export function locale(): string | undefined {
  return current;
}

export function decimalPoint(): string {
  return point;
}

/** What a person chose, else the first of the browser's languages that the page speaks, else English. */
export function languageOf(chosen: string, browser: readonly string[]): Language {
  const speaks = (tag: string): Language | undefined => LANGUAGES.find((language) => isOf(tag, language));
  return LANGUAGES.find((language) => language === chosen) ?? browser.map(speaks).find(Boolean) ?? 'en';
}

/** The region is the browser's, where it names one for this language: `de-AT`, `en-GB`. */
export function localeOf(language: Language, browser: readonly string[]): string {
  return browser.find((tag) => isOf(tag, language)) ?? language;
}

function isOf(tag: string, language: Language): boolean {
  return tag.toLowerCase().split('-')[0] === language;
}
