import { describe, expect, it } from 'vitest';
import type { Action, Command } from '../../../contract/command.ts';
import type { ConversationItem } from '../../../contract/conversation.ts';
import { sessionKey } from '../../../contract/session.ts';
import { timeline, type Entry } from './timeline.ts';

const command = (id: string, createdAt: number, action: Action = { type: 'interrupt' }): Command => ({
  id,
  sessionKey: sessionKey({ agent: 'claude', id: 's' }),
  action,
  createdAt,
  delivery: { state: 'queued', steps: [{ state: 'queued', at: createdAt }] },
});
const prompt = (id: string, at: number, text: string): ConversationItem => ({
  kind: 'prompt',
  id,
  at,
  text,
  images: 0,
});
const reply = (id: string, at?: number): ConversationItem => ({
  kind: 'reply',
  id,
  text: id,
  ...(at === undefined ? {} : { at }),
});
const call = (id: string, callId: string): ConversationItem => ({
  kind: 'tool_call',
  id,
  callId,
  tool: 'Bash',
  summary: '',
  input: '',
});
const result = (id: string, callId: string): ConversationItem => ({
  kind: 'tool_result',
  id,
  callId,
  ok: true,
  output: '',
});

const drawn = (entries: Entry[]): string[] =>
  entries.map((entry) => {
    if (entry.kind === 'tool') return `${entry.call?.id ?? '?'}→${entry.result?.id ?? '?'}`;
    return entry.kind === 'prompt' && entry.command !== null ? `${entry.id}(${entry.command.id})` : entry.id;
  });

describe('timeline', () => {
  it('joins results to their calls wherever they come', () => {
    const items = [call('c1', 'x'), call('c2', 'y'), result('r2', 'y'), reply('a'), result('r1', 'x')];
    expect(drawn(timeline({ items, whole: true, commands: [] }))).toEqual(['c1→r1', 'c2→r2', 'a']);
  });

  it('keeps calls without results and results without calls', () => {
    expect(drawn(timeline({ items: [result('r0', 'gone'), call('c1', 'x')], whole: false, commands: [] }))).toEqual([
      '?→r0',
      'c1→?',
    ]);
  });

  it('puts a delivery to the prompt it became, once', () => {
    const sent = { type: 'prompt', text: 'go\r\non ' } as const;
    const items = [prompt('old', 10, 'go\non'), prompt('p1', 10_100, 'go\non'), prompt('p2', 10_200, 'go\non')];
    const entries = timeline({
      items,
      whole: true,
      commands: [command('k1', 10_000, sent), command('k2', 10_150, sent)],
    });
    expect(drawn(entries)).toEqual(['old', 'p1(k1)', 'p2(k2)']);
  });

  it('places other commands by time, and leaves those out that belong above what is read', () => {
    const items = [reply('a', 100), reply('b'), reply('c', 300)];
    const commands = [command('late', 400), command('mid', 200), command('early', 50)];
    expect(drawn(timeline({ items, whole: false, commands }))).toEqual(['a', 'mid', 'b', 'c', 'late']);
    expect(drawn(timeline({ items, whole: true, commands }))).toEqual(['early', 'a', 'mid', 'b', 'c', 'late']);
  });

  it('puts commands last where nothing has a time', () => {
    expect(drawn(timeline({ items: [reply('a'), reply('b')], whole: true, commands: [command('k', 5)] }))).toEqual([
      'a',
      'b',
      'k',
    ]);
  });
});
