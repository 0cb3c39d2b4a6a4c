import { expect, it } from 'vitest';
import type { Branch } from '../../contract/conversation.ts';
import { rewoundRanges } from '../../core/conversation/rewound.ts';
import type { Generation } from '../../ports/history-store.ts';
import { itemAt, layoutOf } from './layout.ts';

const LINE = 10;

type Made = { session: string; name: string; size: number; base?: [session: string, end: number]; branches?: Branch[] };

/** Files in the order they were begun. Their lines have ten bytes, but for `odd` ones, shifted by five. */
function layout(...made: Made[]) {
  const generations = made.map(({ session, name, size, base }, id): Generation => ({
    id,
    path: name,
    file: { agent: 'codex', sessionId: session, archived: false, encoding: 'plain' },
    head: { length: 0, hash: '' },
    tail: { length: 0, hash: '' },
    read: size,
    size,
    mtimeMs: 0,
    inode: '',
    state: 'there',
    sketch: false,
    ...(base === undefined ? {} : { base: { sessionId: base[0], end: base[1] } }),
  }));
  const store = {
    generationsOf: (key: string) => generations.filter(({ file }) => `codex:${file.sessionId}` === key).toReversed(),
    branches: (id: number) => made[id]?.branches ?? [],
  };
  const newest = generations.at(-1);
  if (newest === undefined) throw new Error('expected a file');
  const endsLine = (path: string, at: number) => at % LINE === (path.startsWith('odd') ? 5 : 0);
  const { segments, branches, missing } = layoutOf(newest, { store, endsLine });
  return {
    files: segments.map(({ part, at, length }) => `${part.path} ${at}+${length}`),
    gaps: rewoundRanges(branches).map(({ from, to }) => `${from}-${to}`),
    missing,
  };
}

it('one file is what it is', () => {
  const branches = [
    { id: 0, from: 0, to: 50, forkedAt: null, live: true },
    { id: 1, from: 50, to: null, forkedAt: 20, live: true },
  ];
  expect(layout({ session: 's', name: 'a', size: 100, branches })).toEqual({
    files: ['a 0+Infinity'],
    gaps: ['20-50'],
    missing: null,
  });
});

it('one that was taken back: its files one behind the other, what was taken back left out', () => {
  const first = { session: 's', name: 'a', size: 100 };
  expect(layout(first, { session: 's', name: 'b', size: 50, base: ['s', 60] })).toEqual({
    files: ['a 0+100', 'b 100+Infinity'],
    gaps: ['60-100'],
    missing: null,
  });
  expect(layout(first, { session: 's', name: 'b', size: 50, base: ['s', 100] }).gaps).toEqual([]);
});

it('one that was taken back again: to a point of the second file, or of the first', () => {
  const files: Made[] = [
    { session: 's', name: 'a', size: 100 },
    { session: 's', name: 'odd', size: 95, base: ['s', 60] },
  ];
  const again = (end: number) => layout(...files, { session: 's', name: 'c', size: 50, base: ['s', end] });
  expect(again(35)).toEqual({
    files: ['a 0+100', 'odd 100+95', 'c 195+Infinity'],
    gaps: ['60-100', '135-195'],
    missing: null,
  });
  expect(again(40).gaps).toEqual(['40-195']);
});

it('keeps what was rewound within its files', () => {
  const branches = [
    { id: 0, from: 0, to: 50, forkedAt: null, live: true },
    { id: 1, from: 50, to: null, forkedAt: 20, live: true },
  ];
  const files: Made[] = [
    { session: 's', name: 'a', size: 100, branches },
    { session: 's', name: 'b', size: 100, base: ['s', 80], branches },
  ];
  expect(layout(...files).gaps).toEqual(['20-50', '80-100', '120-150']);
});

it('a fork: behind the point that it was made from, of which nothing later is part', () => {
  const past: Made = { session: 's', name: 'a', size: 100 };
  const fork: Made = { session: 'f', name: 'f', size: 50, base: ['s', 60] };
  expect(layout(past, fork)).toEqual({ files: ['a 0+60', 'f 60+Infinity'], gaps: [], missing: null });
  expect(layout(past, fork, { session: 'g', name: 'g', size: 9, base: ['f', 20] }).files).toEqual([
    'a 0+60',
    'f 60+20',
    'g 80+Infinity',
  ]);
  expect(layout(past, fork, { session: 'f', name: 'f2', size: 9, base: ['f', 20] })).toEqual({
    files: ['a 0+60', 'f 60+50', 'f2 110+Infinity'],
    gaps: ['80-110'],
    missing: null,
  });
});

it('a fork of one that was taken back, before that or after it', () => {
  const files: Made[] = [
    { session: 's', name: 'a', size: 100 },
    { session: 's', name: 'odd', size: 95, base: ['s', 60] },
  ];
  const fork = (end: number) => layout(...files, { session: 'f', name: 'f', size: 9, base: ['s', end] });
  expect(fork(80)).toEqual({ files: ['a 0+80', 'f 80+Infinity'], gaps: [], missing: null });
  expect(fork(85)).toEqual({ files: ['a 0+100', 'odd 100+85', 'f 185+Infinity'], gaps: ['60-100'], missing: null });
});

it('says whose file is missing, and shows what there is', () => {
  expect(layout({ session: 's', name: 'b', size: 50, base: ['s', 60] })).toEqual({
    files: ['b 0+Infinity'],
    gaps: [],
    missing: 's',
  });
  const files: Made[] = [
    { session: 's', name: 'a', size: 10 },
    { session: 'f', name: 'f', size: 50, base: ['s', 60] },
  ];
  expect(layout(...files)).toMatchObject({ files: ['f 0+Infinity'], missing: 's' });
});

it('ends with files that go on from each other', () => {
  const files: Made[] = [
    { session: 's', name: 'a', size: 10, base: ['f', 10] },
    { session: 'f', name: 'f', size: 10, base: ['s', 10] },
  ];
  expect(layout(...files).files.at(-1)).toMatch(/^f /);
});

it('items of a later file have other ids and places', () => {
  expect([itemAt({ id: 'o5', offset: 5 }, 0), itemAt({ id: 'o5', offset: 5 }, 100)]).toEqual([
    { id: 'o5', offset: 5 },
    { id: '100+o5', offset: 105 },
  ]);
});
