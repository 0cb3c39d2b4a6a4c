import { describe, expect, it } from 'vitest';
import type { ConversationItem } from '../../contract/conversation.ts';
import { joinTools, ToolJoiner, turnsOf, type Part } from './turns.ts';

const prompt = (id: string): ConversationItem => ({ kind: 'prompt', id, offset: 0, text: id, images: 0 });
const reply = (id: string): ConversationItem => ({ kind: 'reply', id, offset: 0, text: id });
const call = (id: string, callId: string): ConversationItem => ({
  kind: 'tool_call',
  id,
  offset: 0,
  callId,
  tool: 'Bash',
  summary: '',
  input: '',
});
const result = (id: string, callId: string): ConversationItem => ({
  kind: 'tool_result',
  id,
  offset: 0,
  callId,
  ok: true,
  output: '',
});

const told = (parts: readonly Part[]): string[] =>
  parts.map((part) => (part.kind === 'tool' ? `${part.call?.id ?? '?'}→${part.result?.id ?? '?'}` : part.id));

describe('joinTools', () => {
  it('puts results to their calls wherever they come, and keeps those without a partner', () => {
    const items = [
      result('r0', 'gone'),
      call('c1', 'x'),
      call('c2', 'y'),
      result('r2', 'y'),
      reply('a'),
      result('r1', 'x'),
    ];
    expect(told(joinTools([...items, call('c3', 'z')]))).toEqual(['?→r0', 'c1→r1', 'c2→r2', 'a', 'c3→?']);
  });
});

describe('turnsOf', () => {
  it('begins a turn at each prompt; what stands before the first has none', () => {
    const turns = turnsOf([reply('a'), prompt('p1'), call('c', 'x'), result('r', 'x'), reply('b'), prompt('p2')]);
    expect(turns.map(({ prompt: asked, parts }) => [asked?.id ?? null, told(parts)])).toEqual([
      [null, ['a']],
      ['p1', ['c→r', 'b']],
      ['p2', []],
    ]);
  });
});

describe('ToolJoiner', () => {
  it('gives parts in order, a call when its result is there', () => {
    const joiner = new ToolJoiner();
    const given = [prompt('p'), call('c1', 'x'), call('c2', 'y'), result('r2', 'y'), reply('a'), result('r1', 'x')].map(
      (item) => told(joiner.push(item)),
    );
    expect(given).toEqual([['p'], [], [], [], [], ['c1→r1', 'c2→r2', 'a']]);
    expect(joiner.flush()).toEqual([]);
  });

  it('holds no more than it may: the call goes, its late result comes by itself', () => {
    const joiner = new ToolJoiner({ parts: 2 });
    const given = [call('c', 'x'), reply('a'), reply('b'), result('r', 'x')].map((item) => told(joiner.push(item)));
    expect(given).toEqual([[], [], ['c→?', 'a', 'b'], ['?→r']]);
    expect(told(joiner.push(call('c2', 'y')))).toEqual([]);
    expect(told(joiner.flush())).toEqual(['c2→?']);
  });
});
