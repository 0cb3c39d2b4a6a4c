import { languageOf } from './i18n/locale.ts';
import { readStored } from './state/stored.ts';
import { begin } from './stream/beginning.ts';

// The first script, and a small one: what takes time and needs no page (being let in, the worker, the first snapshot) is
// on its way while the page itself is still being fetched and read.
void begin();
if (languageOf(readStored('language'), navigator.languages) === 'de') void import('./i18n/german.ts').catch(() => {});
void import('./main.tsx');
