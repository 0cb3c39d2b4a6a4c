import { describe, expect, test } from 'vitest';
import type { Command } from '../../../../contract/command.ts';
import { ConversationItem } from '../../../../contract/conversation.ts';
import { newer, older, promptsOf } from './prompt-history.ts';

const item = (text: string, at: number, more: object = {}) =>
  ConversationItem.parse({ id: `${at}`, offset: at, kind: 'prompt', text, at, ...more });
const sent = (text: string, createdAt: number) => ({ action: { type: 'prompt', text }, createdAt }) as Command;

describe('prompts that were sent', () => {
  test('of the conversation and of AMC, newest first, one that is both once', () => {
    const items = [
      item('first', 10),
      ConversationItem.parse({ id: 'r', offset: 11, kind: 'reply', text: 'yes' }),
      item('second', 20),
      item('second', 30),
      item('! ls', 40, { via: 'shell' }),
      item('/compact', 50, { via: 'command' }),
    ];
    expect(promptsOf(items, [sent('second', 19), sent('not on record yet', 60)])).toEqual([
      'not on record yet',
      '/compact',
      'second',
      'first',
    ]);
  });

  test('back to the oldest and no further, forth past the newest to what was being written', () => {
    const prompts = ['c', 'b', 'a'];
    const one = older(null, prompts);
    const two = older(one, prompts);
    const three = older(two, prompts);
    expect([one, two, three, older(three, prompts)].map((recalled) => recalled?.text)).toEqual(['c', 'b', 'a', 'a']);
    expect(two && newer(two, prompts)?.text).toBe('c');
    expect(one && newer(one, prompts)).toBeNull();
    expect(older(null, [])).toBeNull();
  });

  test('a list that grew does not lead astray, one that shrank is kept to', () => {
    const recalled = older(older(null, ['b', 'a']), ['b', 'a']);
    expect(recalled?.text).toBe('a');
    expect(recalled && newer(recalled, ['new', 'b', 'a'])?.text).toBe('b');
    expect(recalled && newer(recalled, ['only'])?.text).toBe('only');
    expect(recalled && older(recalled, ['only'])?.text).toBe('only');
    expect(recalled && newer(recalled, [])).toBeNull();
  });
});
