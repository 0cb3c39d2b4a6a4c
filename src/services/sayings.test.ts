import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StreamEvent } from '../contract/stream.ts';
import { LONGEST_SAYING, OUTPUT_TAIL, Sayings } from './sayings.ts';

const session = { agent: 'codex', id: 't1' } as const;
const key = 'codex:t1';

let told: StreamEvent[];
let sayings: Sayings;

function say(more: string, end: { over: boolean; dropped?: true } = { over: false }, itemId = 'm1'): void {
  sayings.heard({ type: 'saying', session, source: 'app_server', at: 1, itemId, more, ...end });
}

describe('what is being said', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    sayings = new Sayings((event) => told.push(event));
  });
  afterEach(() => {
    sayings.dispose();
    vi.useRealTimers();
  });

  test('a burst is told in one piece, each piece behind the one before', () => {
    say('');
    say('one ');
    say('two ');
    vi.advanceTimersByTime(1);
    for (let word = 0; word < 20; word += 1) say('x');
    vi.advanceTimersByTime(98);
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(2);
    expect(told).toEqual([
      { type: 'saying', key, itemId: 'm1', from: 0, text: 'one two ', over: false },
      { type: 'saying', key, itemId: 'm1', from: 8, text: 'x'.repeat(20), over: false },
    ]);
  });

  test('nothing is told while nothing is said', () => {
    say('one');
    vi.advanceTimersByTime(60_000);
    expect(told).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('its end comes at once, with what was not told yet, and nothing is kept of it', () => {
    say('one ');
    vi.advanceTimersByTime(1);
    say('two');
    say('', { over: true });
    expect(told.at(-1)).toEqual({ type: 'saying', key, itemId: 'm1', from: 4, text: 'two', over: true });
    expect(sayings.now()).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(told).toHaveLength(2);
  });

  test('what was given up says so; so does what another message takes the place of', () => {
    say('one');
    say('', { over: true, dropped: true });
    expect(told.at(-1)).toMatchObject({ over: true, dropped: true });
    say('two');
    say('three', { over: false }, 'm2');
    expect(told.at(-1)).toMatchObject({ itemId: 'm1', over: true, dropped: true });
  });

  test('whoever comes in the middle is told what the others know', () => {
    say('one ');
    vi.advanceTimersByTime(1);
    say('two');
    expect(sayings.now()).toEqual([{ type: 'saying', key, itemId: 'm1', from: 0, text: 'one ', over: false }]);
  });

  test('what is too long is told up to there', () => {
    say('a'.repeat(LONGEST_SAYING - 1));
    say('bbb');
    say('c');
    vi.advanceTimersByTime(1);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ text: `${'a'.repeat(LONGEST_SAYING - 1)}b` });
  });

  test('thoughts stand beside a message; of what commands print the end is told, more rarely', () => {
    const hear = (of: 'thinking' | 'output', itemId: string, more: string, over = false) =>
      sayings.heard({ type: 'saying', session, source: 'app_server', at: 1, itemId, of, title: itemId, more, over });
    say('hello');
    hear('thinking', 'r1', 'hm');
    hear('output', 'c1', 'a'.repeat(OUTPUT_TAIL));
    hear('output', 'c2', 'two');
    vi.advanceTimersByTime(1);
    hear('output', 'c1', 'bc');
    vi.advanceTimersByTime(300);
    expect(told.map((event) => event.type === 'saying' && event.itemId)).toEqual(['m1', 'r1', 'c1', 'c2']);
    vi.advanceTimersByTime(200);
    expect(told.at(-1)).toMatchObject({ of: 'output', title: 'c1', from: 0, text: `${'a'.repeat(OUTPUT_TAIL - 2)}bc` });
    expect(sayings.now().map(({ itemId, of }) => [itemId, of])).toEqual([
      ['m1', undefined],
      ['r1', 'thinking'],
      ['c1', 'output'],
      ['c2', 'output'],
    ]);
    hear('output', 'c2', '', true);
    expect(told.at(-1)).toMatchObject({ itemId: 'c2', text: 'two', over: true });
    expect(sayings.now()).toHaveLength(3);
  });
});
