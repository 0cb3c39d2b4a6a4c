import { describe, expect, test } from 'vitest';
import { SessionKey } from '../../contract/session.ts';
import { placeOf, withSaying, type LiveReplies } from './saying.ts';

const key = SessionKey.parse('codex:t1');
const other = SessionKey.parse('codex:t2');
const place = placeOf({ key, itemId: '' });
const otherPlace = placeOf({ key: other, itemId: '' });

type More = { from?: number; over?: boolean; dropped?: true; itemId?: string };

function heard(replies: LiveReplies, text: string, { itemId = 'm1', over = false, ...more }: More = {}): LiveReplies {
  return withSaying(replies, { type: 'saying', key, itemId, text, over, ...more });
}

describe('what is being said', () => {
  test('grows piece by piece, a piece that comes twice is one', () => {
    const one = heard(new Map(), 'one ', { from: 0 });
    const two = heard(one, 'two', { from: 4 });
    expect(two.get(place)).toEqual({ key, itemId: 'm1', text: 'one two', over: false });
    expect(heard(two, 'two', { from: 4 }).get(place)?.text).toBe('one two');
    expect(heard(two, '', { from: 7, over: true }).get(place)).toEqual({
      key,
      itemId: 'm1',
      text: 'one two',
      over: true,
    });
  });

  test('without its beginning nothing is shown, and nothing stale stays', () => {
    expect(heard(new Map(), 'two', { from: 4 }).get(place)).toBeUndefined();
    const one = heard(new Map(), 'one ', { from: 0 });
    expect(heard(one, 'three', { from: 9 }).get(place)).toBeUndefined();
    expect(heard(one, 'else', { from: 4, itemId: 'm2' }).get(place)).toBeUndefined();
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
    expect([dropped.get(place), dropped.get(otherPlace)?.text]).toEqual([undefined, 'elsewhere']);
    expect(heard(one, 'new', { from: 0, itemId: 'm2' }).get(place)?.text).toBe('new');
  });

  test('a text without its place is all of it', () => {
    expect(heard(heard(new Map(), 'one'), 'one two').get(place)?.text).toBe('one two');
  });

  test('thoughts and what commands print stand beside it, each in its place, and go when they are on record', () => {
    const say = (more: object) => ({
      type: 'saying' as const,
      key,
      itemId: 'm1',
      from: 0,
      text: 'x',
      over: false,
      ...more,
    });
    const all = [
      say({}),
      say({ of: 'thinking', itemId: 'r1' }),
      say({ of: 'output', itemId: 'c1', title: 'make', text: 'building' }),
      say({ of: 'output', itemId: 'c2', title: 'npm test' }),
      say({ of: 'output', itemId: 'c1', title: 'make', text: 'linking' }),
    ].reduce(withSaying, new Map() as LiveReplies);
    expect([...all.values()].map(({ of, title, text }) => [of, title, text])).toEqual([
      [undefined, undefined, 'x'],
      ['thinking', undefined, 'x'],
      ['output', 'make', 'linking'],
      ['output', 'npm test', 'x'],
    ]);
    const after = withSaying(all, say({ of: 'output', itemId: 'c1', over: true }));
    expect([...after.values()].map(({ itemId }) => itemId)).toEqual(['m1', 'r1', 'c2']);
  });
});
