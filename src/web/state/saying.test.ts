import { describe, expect, test } from 'vitest';
import { SessionKey } from '../../contract/session.ts';
import { withSaying, type LiveReplies } from './saying.ts';

const key = SessionKey.parse('codex:t1');
const other = SessionKey.parse('codex:t2');

type More = { from?: number; over?: boolean; dropped?: true; itemId?: string };

function heard(replies: LiveReplies, text: string, { itemId = 'm1', over = false, ...more }: More = {}): LiveReplies {
  return withSaying(replies, { type: 'saying', key, itemId, text, over, ...more });
}

describe('what is being said', () => {
  test('grows piece by piece, a piece that comes twice is one', () => {
    const one = heard(new Map(), 'one ', { from: 0 });
    const two = heard(one, 'two', { from: 4 });
    expect(two.get(key)).toEqual({ itemId: 'm1', text: 'one two', over: false });
    expect(heard(two, 'two', { from: 4 }).get(key)?.text).toBe('one two');
    expect(heard(two, '', { from: 7, over: true }).get(key)).toEqual({ itemId: 'm1', text: 'one two', over: true });
  });

  test('without its beginning nothing is shown, and nothing stale stays', () => {
    expect(heard(new Map(), 'two', { from: 4 }).get(key)).toBeUndefined();
    const one = heard(new Map(), 'one ', { from: 0 });
    expect(heard(one, 'three', { from: 9 }).get(key)).toBeUndefined();
    expect(heard(one, 'else', { from: 4, itemId: 'm2' }).get(key)).toBeUndefined();
  });

  test('what was given up goes, another message takes its place, other sessions stay', () => {
    const one = withSaying(heard(new Map(), 'one', { from: 0 }), {
      type: 'saying',
      key: other,
      itemId: 'x',
      from: 0,
      text: 'elsewhere',
      over: false,
    });
    const dropped = heard(one, '', { from: 3, over: true, dropped: true });
    expect([dropped.get(key), dropped.get(other)?.text]).toEqual([undefined, 'elsewhere']);
    expect(heard(one, 'new', { from: 0, itemId: 'm2' }).get(key)?.text).toBe('new');
  });

  test('a text without its place is all of it', () => {
    expect(heard(heard(new Map(), 'one'), 'one two').get(key)?.text).toBe('one two');
  });
});
