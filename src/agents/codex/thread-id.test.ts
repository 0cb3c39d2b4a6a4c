import { expect, it } from 'vitest';
import { bornAt } from './thread-id.ts';

it('reads the time out of a UUIDv7', () => {
  expect(bornAt('01a2022a-10b6-7bc1-82a4-b314b5d009b8')).toBe(Date.parse('2026-11-22T07:30:40.950Z'));
  expect(bornAt('0b9c2f4e-10b6-4bc1-82a4-b314b5d009b8')).toBeNull();
  expect(bornAt('../../etc')).toBeNull();
});
