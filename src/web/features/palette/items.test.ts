import { describe, expect, it } from 'vitest';
import { partsFor, type PaletteItem } from './items.ts';

const item = (part: PaletteItem['part'], label: string, words: string[] = []): PaletteItem => ({
  id: `${part} ${label}`,
  part,
  label,
  words,
  run: () => {},
});
const all = [
  item('places', 'Inbox'),
  item('places', 'Usage'),
  item('sessions', 'Lease renewal', ['billing-api', 'claude']),
  item('sessions', 'Docs', ['ledger', 'codex']),
  item('settings', 'Theme: dark'),
  item('recent', 'Usage'),
  item('search', 'Search for it'),
];
const shown = (query: string): string[] =>
  partsFor(all, query).flatMap(({ items }) => items.map(({ part, label }) => `${part} ${label}`));

describe('partsFor', () => {
  it('begins with what is near: neither sessions nor settings before anything is typed', () => {
    expect(shown('')).toEqual(['recent Usage', 'places Inbox', 'places Usage']);
  });

  it('finds by name and by what belongs to it, the best first, the way to the search last', () => {
    expect(shown('usage')).toEqual(['places Usage', 'search Search for it']);
    expect(shown('billing')[0]).toBe('sessions Lease renewal');
    expect(shown('dark')[0]).toBe('settings Theme: dark');
    expect(shown('zzzz')).toEqual(['search Search for it']);
  });
});
