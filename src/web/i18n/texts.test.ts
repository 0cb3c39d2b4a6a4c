import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { t } from './t.ts';

const sources: Record<string, string> = import.meta.glob(
  ['../**/*.{ts,tsx}', '!../**/*.test.ts', '!./en.ts', '!./en-control.ts'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);
const code = Object.values(sources).join('\n');

/** Keys that are put together: `t(`status.${value}`)`. */
const COMPOSED = [...code.matchAll(/t\(\s*`([\w.]+)\.\$\{/g)].map(([, prefix = '']) => prefix);

describe('texts', () => {
  it('are all used', () => {
    const unused = Object.keys(en).filter(
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
