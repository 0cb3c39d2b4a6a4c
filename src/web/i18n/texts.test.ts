import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { t } from './t.ts';

const sources: Record<string, string> = import.meta.glob(
  ['../**/*.{ts,tsx}', '!../**/*.test.{ts,tsx}', '!./en*.ts', '!./en/*.ts', '!./de/*.ts'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);
const code = Object.values(sources).join('\n');

/** Keys that are put together: `t(`status.${value}`)`. */
const COMPOSED = [...code.matchAll(/\bt\w*\(\s*`([\w.]+)\.\$\{/g)].map(([, prefix = '']) => prefix);

const areas: Record<string, Record<string, object>> = import.meta.glob('./en/*.ts', { eager: true });
const KEYS = [en, ...Object.values(areas).flatMap((file) => Object.values(file))].flatMap((texts) =>
  Object.keys(texts),
);

describe('texts', () => {
  it('are all used', () => {
    const unused = KEYS.filter(
      (key) => !code.includes(`'${key}'`) && !COMPOSED.some((prefix) => key.startsWith(`${prefix}.`)),
    );
    expect(unused).toEqual([]);
  });

  it('are nowhere but in the catalogue', () => {
    const loose = Object.entries(sources).flatMap(([file, source]) =>
      file.endsWith('.tsx')
        ? [...source.matchAll(/(?<![=)])>([^<>{}()=;]*[A-Za-z]{2}[^<>{}()=;]*)<\//g)].map(
            ([, text = '']) => `${file}: ${text.trim()}`,
          )
        : [],
    );
    expect(loose).toEqual([]);
  });

  it('know one from many', () => {
    expect([t('header.needs', { n: 1 }), t('header.needs', { n: 2 }), t('live.needs', { n: 0 })]).toEqual([
      '1 needs you',
      '2 need you',
      'Nothing needs you.',
    ]);
  });
});
