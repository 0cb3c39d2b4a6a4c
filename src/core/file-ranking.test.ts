import { describe, expect, test } from 'vitest';
import { asksHidden, rankedPaths } from './file-ranking.ts';

const PATHS = [
  'src/server/app.ts',
  'src/server.ts',
  'docs/server/notes.md',
  'src/web/observer.ts',
  'README.md',
  '.env',
  'src/.cache/server.bin',
  'src/s-e-r/v.ts',
];

describe('files by what was typed', () => {
  test('the name first, then the path, then letters in order; near and short before deep and long', () => {
    expect(rankedPaths(PATHS, 'serv')).toEqual([
      'src/server.ts',
      'src/web/observer.ts',
      'src/server/app.ts',
      'docs/server/notes.md',
      'src/s-e-r/v.ts',
    ]);
  });

  test('case does not count, a folder can be typed', () => {
    expect(rankedPaths(PATHS, 'READ')[0]).toBe('README.md');
    expect(rankedPaths(PATHS, 'src/serv').slice(0, 2)).toEqual(['src/server.ts', 'src/server/app.ts']);
    expect(rankedPaths(PATHS, 'zzz')).toEqual([]);
  });

  test('without a word the near ones come first, and nothing behind a dot', () => {
    expect(rankedPaths(PATHS, '')).toEqual([
      'README.md',
      'src/server.ts',
      'src/s-e-r/v.ts',
      'src/server/app.ts',
      'src/web/observer.ts',
      'docs/server/notes.md',
    ]);
  });

  test('what is hidden is found when it is asked for', () => {
    expect(rankedPaths(PATHS, '.e')[0]).toBe('.env');
    expect(rankedPaths(PATHS, 'src/.c')).toEqual(['src/.cache/server.bin']);
    expect([asksHidden('.'), asksHidden('a/.b'), asksHidden('a.b'), asksHidden('../x'), asksHidden('./x')]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
