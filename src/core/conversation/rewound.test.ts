import { expect, it } from 'vitest';
import type { Branch } from '../../contract/conversation.ts';
import { rewoundRanges } from './rewound.ts';

const branch = (id: number, from: number, to: number | null, forkedAt: number | null, live = true): Branch => ({
  id,
  from,
  to,
  forkedAt,
  live,
});

it('a conversation that was never rewound has none', () => {
  expect(rewoundRanges([])).toEqual([]);
  expect(rewoundRanges([branch(0, 0, null, null)])).toEqual([]);
});

it('leaves out what lies between the fork and the branch that went on', () => {
  expect(rewoundRanges([branch(0, 0, 100, null), branch(1, 100, null, 60)])).toEqual([{ from: 60, to: 100 }]);
});

it('follows several rewinds back to the first record', () => {
  const branches = [branch(0, 0, 100, null), branch(1, 100, 200, 60), branch(2, 200, null, 150)];
  expect(rewoundRanges(branches)).toEqual([
    { from: 60, to: 100 },
    { from: 150, to: 200 },
  ]);
});

it('a branch that nothing goes on from is left out whole', () => {
  const branches = [branch(0, 0, 100, null), branch(1, 100, 200, 60, false), branch(2, 200, null, 40)];
  expect(rewoundRanges(branches)).toEqual([{ from: 40, to: 200 }]);
});

it('a rewind to before everything leaves only the new branch, and one that took nothing back leaves all', () => {
  expect(rewoundRanges([branch(0, 0, 100, null, false), branch(1, 100, null, 0)])).toEqual([{ from: 0, to: 100 }]);
  expect(rewoundRanges([branch(0, 0, 100, null), branch(1, 100, null, 100)])).toEqual([]);
});
