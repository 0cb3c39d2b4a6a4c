import { describe, expect, it } from 'vitest';
import type { ConversationItem } from '../../contract/conversation.ts';
import { Matcher, type Match, type Passes } from './match.ts';
import { parseQuery } from './parse.ts';
import { scoreOf } from './score.ts';

const item = (kind: 'prompt' | 'reply' | 'thinking' | 'note', text: string, at = 1000): ConversationItem => {
  const base = { id: `${kind} ${text}`.slice(0, 30), offset: 0, at, text };
  switch (kind) {
    case 'prompt':
      return { ...base, kind, images: 0 };
    case 'note':
      return { ...base, kind, note: 'other' };
    default:
      return { ...base, kind };
  }
};
const call = (input: string, summary = input): ConversationItem => ({
  kind: 'tool_call',
  id: `call ${input}`,
  offset: 0,
  at: 1000,
  callId: 'c',
  tool: 'Bash',
  summary,
  input,
});
const result = (output: string): ConversationItem => ({
  kind: 'tool_result',
  id: `result ${output}`,
  offset: 0,
  at: 1000,
  callId: 'c',
  ok: true,
  output,
});

const matches = (query: string, items: ConversationItem[], passes: Passes = () => true): Match[] =>
  new Matcher(parseQuery(query, { now: 0, timeZone: 'UTC' })).match(items, passes);
const told = (query: string, items: ConversationItem[], passes?: Passes): string[] =>
  matches(query, items, passes).map(({ item, alone }) => (alone ? item.id : `${item.id} (turn)`));

describe('Matcher', () => {
  it('tells every message that has all of it', () => {
    const items = [item('prompt', 'one two'), item('reply', 'two, one'), item('reply', 'one')];
    expect(told('one two', items)).toEqual(['prompt one two', 'reply two, one']);
    expect(told('one OR three', items)).toHaveLength(3);
  });

  it('tells one message of a turn whose messages have it together', () => {
    const items = [item('prompt', 'why does it fail'), call('npm test'), result('fail fail in npm')];
    expect(told('why npm', items)).toEqual(['prompt why does it fail (turn)']);
    expect(told('why npm fail', items)).toEqual(['prompt why does it fail (turn)']);
    expect(told('npm', items)).toEqual(['call npm test', 'result fail fail in npm']);
  });

  it('does not put turns together', () => {
    expect(told('one two', [item('prompt', 'one'), item('prompt', 'two')])).toEqual([]);
  });

  it('what is left out is in none of the messages that match', () => {
    const items = [item('prompt', 'one'), item('reply', 'one bad'), item('reply', 'two')];
    expect(told('one -bad', items)).toEqual(['prompt one']);
    expect(told('one two -bad', items)).toEqual([]);
    expect(told('one two -worse', items)).toEqual(['prompt one (turn)']);
  });

  it('a filter is asked of the message that is told', () => {
    const items = [item('prompt', 'one'), item('reply', 'two')];
    const isReply: Passes = (_, { kind }) => kind === 'reply';
    expect(told('role:reply', items, isReply)).toEqual(['reply two']);
    expect(told('role:reply one two', items, isReply)).toEqual(['reply two (turn)']);
    expect(told('one OR role:reply', items, isReply)).toEqual(['prompt one', 'reply two']);
    expect(told('one -role:reply', items, () => true)).toEqual([]);
  });

  it('searches what a call was given, not the name of its tool', () => {
    expect(told('bash', [call('ls')])).toEqual([]);
    expect(told('ls', [call('ls')])).toEqual(['call ls']);
    expect(told('short', [call('command: long', 'short')])).toEqual(['call command: long']);
    expect(
      told('a.png', [{ ...item('prompt', 'look'), kind: 'prompt', images: 1, files: ['a.png'] }] as ConversationItem[]),
    ).toHaveLength(1);
  });
});

describe('scoreOf', () => {
  const best = (query: string, items: ConversationItem[]): string[] =>
    matches(query, items)
      .sort((a, b) => scoreOf(b, 2000) - scoreOf(a, 2000))
      .map(({ item }) => item.id);

  it('all in one message comes before all in one turn', () => {
    const items = [
      item('prompt', 'one'),
      item('reply', 'two'),
      item('prompt', 'next'),
      result(`one ${'x '.repeat(2000)} two`),
    ];
    expect(best('one two', items)[0]).toMatch(/^result/);
  });

  it('what people and agents said comes before tools, input before output', () => {
    const items = [result('foo'), call('foo'), item('thinking', 'foo'), item('reply', 'foo'), item('prompt', 'foo')];
    expect(best('foo', items)).toEqual(['prompt foo', 'reply foo', 'thinking foo', 'call foo', 'result foo']);
  });

  it('terms close together and in order come first', () => {
    const items = [
      item('reply', `one ${'x '.repeat(300)} two`),
      item('reply', 'two and one'),
      item('reply', 'one two'),
    ];
    expect(best('one two', items).map((id) => id.slice(0, 16))).toEqual([
      'reply one two',
      'reply two and on',
      'reply one x x x ',
    ]);
  });

  it('more often, then newer', () => {
    expect(best('foo', [item('reply', 'foo'), item('reply', 'foo foo foo')])[0]).toBe('reply foo foo foo');
    expect(best('foo', [item('reply', 'foo old', -1e10), item('reply', 'foo new', 1500)])[0]).toBe('reply foo new');
  });
});
