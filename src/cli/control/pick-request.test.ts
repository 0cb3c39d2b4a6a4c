import { describe, expect, it } from 'vitest';
import { makeSession, permission, question } from '../../../test/helpers/make-session.ts';
import { isOpen, pickRequest, requestNumbers } from './pick-request.ts';

describe('requestNumbers', () => {
  it('gives a number that does not depend on what else is open', () => {
    const alone = requestNumbers(['toolu_1']).get('toolu_1') ?? '';
    expect(alone).toMatch(/^\d{3}$/);
    expect(requestNumbers(['toolu_0', 'toolu_1', 'toolu_2']).get('toolu_1')).toBe(alone);
  });

  it('is longer where two begin alike, and never the same', () => {
    const ids = Array.from({ length: 300 }, (_, index) => `r${index}`);
    const numbers = [...requestNumbers(ids).values()];
    expect(new Set(numbers).size).toBe(300);
    expect(numbers.some((number) => number.length > 3)).toBe(true);
    for (const number of numbers) expect(numbers.filter((other) => other.startsWith(number))).toEqual([number]);
  });
});

describe('pickRequest', () => {
  const requests = [
    permission({ id: 'p1', command: 'ls' }),
    question({ id: 'q1' }),
    permission({ id: 'p2', command: 'rm' }),
  ];
  const session = makeSession({ id: 'a', requests });
  const pick = (named?: string): string => pickRequest({ session, named, kinds: ['permission'], verb: 'approve' }).id;
  const numbers = requestNumbers(['p1', 'q1', 'p2']);

  it('takes the only one of its kinds, a number, a longer number, an id', () => {
    expect(pickRequest({ session, named: undefined, kinds: ['question'], verb: 'answer' }).id).toBe('q1');
    const number = numbers.get('p2') ?? '';
    expect([pick(number), pick('p2')]).toEqual(['p2', 'p2']);
    expect(isOpen(session, number)).toBe(true);
  });

  it('does not choose between several, and takes no number for another', () => {
    expect(() => pick()).toThrow(/waits for 2 things/);
    expect(() => pick(numbers.get('q1'))).toThrow(/takes no `amc approve`/);
    for (const name of ['1', '2', '', 'p', (numbers.get('p1') ?? '').slice(0, 2), '000000000000']) {
      expect(() => pick(name), name).toThrow(/no open request/);
    }
  });
});
