import { expect, it } from 'vitest';
import { editsOf, pathsOf } from './edits.ts';

it('shows both sides of every kind of change', () => {
  const diff = '@@ -1,2 +1,2 @@\n-one\n+uno\n two\n@@ -9,2 +9,1 @@\n nine\n-ten\n';
  expect(
    editsOf([
      { path: '/a', kind: { type: 'update', move_path: null }, diff },
      { path: '/b', kind: { type: 'add' }, diff: 'new\n' },
      { path: '/c', kind: { type: 'delete' }, diff: 'old\n' },
    ]),
  ).toEqual([
    { path: '/a', before: 'one\ntwo\n⋯\nnine\nten', after: 'uno\ntwo\n⋯\nnine' },
    { path: '/b', before: '', after: 'new\n' },
    { path: '/c', before: 'old\n', after: '' },
  ]);
});

it('survives what it does not know', () => {
  expect(editsOf(undefined)).toEqual([]);
  expect(editsOf([null, 5, { path: 7 }, { path: '/a' }])).toEqual([{ path: '/a', before: '', after: '' }]);
  expect(pathsOf('text')).toEqual([]);
});
