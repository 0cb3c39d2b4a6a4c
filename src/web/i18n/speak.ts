import { writeStored } from '../state/persisted.ts';
import { readStored } from '../state/stored.ts';
import { speak } from './language.ts';
import { languageOf, localeOf, setLocale, type Language } from './locale.ts';

/** What this browser speaks: chosen in the settings, else its own. */
export function spokenLanguage(): Language {
  return languageOf(readStored('language'), navigator.languages);
}

/** Before the first text is drawn: gets the language's texts, where it is not English, and says what it is. */
export async function speakChosenLanguage(): Promise<void> {
  const language = spokenLanguage();
  setLocale(localeOf(language, navigator.languages));
  document.documentElement.lang = language;
  if (language === 'en') return;
  try {
    const { german, ofServerInGerman } = await import('./german.ts');
    speak(german, ofServerInGerman);
  } catch {
    // Without its texts the page is better in English than not there.
    document.documentElement.lang = 'en';
  }
}

/** Chooses a language for this browser; '' goes by the browser's own. The page starts anew: texts are drawn once. */
export function chooseLanguage(language: Language | ''): void {
  if (readStored('language') === language) return;
  writeStored('language', language);
  location.reload();
}
