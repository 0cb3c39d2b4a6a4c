import { afterEach, describe, expect, it } from 'vitest';
import { bytes, short } from '../lib/amounts.ts';
import { timeOfDay } from '../lib/time.ts';
import { count } from './count.ts';
import { languageOf, localeOf, setLocale } from './locale.ts';

afterEach(() => setLocale('en'));

describe('the language', () => {
  it('is what was chosen, else the browser’s first that the page speaks, else English', () => {
    expect([
      languageOf('', ['de-AT', 'en']),
      languageOf('en', ['de-AT']),
      languageOf('de', ['en-GB']),
      languageOf('', ['fr', 'de-CH', 'en']),
      languageOf('', ['fr', 'ja']),
      languageOf('klingon', ['en-US']),
      languageOf('', ['den-CA']),
    ]).toEqual(['de', 'en', 'de', 'de', 'en', 'en', 'en']);
  });

  it('brings its region along, or none that is not its own', () => {
    expect([localeOf('de', ['en-GB', 'de-AT']), localeOf('en', ['de-AT'])]).toEqual(['de-AT', 'en']);
  });

  it('decides how numbers, days and plurals are written', () => {
    const at = new Date(2026, 4, 3, 9, 5).getTime();
    setLocale('de');
    expect([short(4_210), bytes(4_210), count(12_000, 'Datei', 'Dateien'), timeOfDay(at, at + 5 * 86_400_000)]).toEqual(
      ['4,2k', '4,2 kB', '12.000 Dateien', expect.stringMatching(/^3\. Mai.*09:05$/)],
    );
    setLocale('en-GB');
    expect([short(4_210), bytes(4_210), count(1, 'file', 'files'), timeOfDay(at, at + 5 * 86_400_000)]).toEqual([
      '4.2k',
      '4.2 kB',
      '1 file',
      expect.stringMatching(/^3 May.*09:05$/),
    ]);
  });
});
