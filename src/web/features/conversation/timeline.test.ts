import { describe, expect, it } from 'vitest';
import type { Action, Command } from '../../../contract/command.ts';
import type { ConversationItem } from '../../../contract/conversation.ts';
import { sessionKey } from '../../../contract/session.ts';
import { entryAt, isAt, timeline, type Entry } from './timeline.ts';

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
  offset: at,
  at,
  text,
  images: 0,
});
const reply = (id: string, at?: number): ConversationItem => ({
  kind: 'reply',
  id,
  offset: at ?? 0,
  text: id,
  ...(at === undefined ? {} : { at }),
});
const call = (id: string, callId: string, offset = 0): ConversationItem => ({
  kind: 'tool_call',
  id,
  offset,
  callId,
  tool: 'Bash',
  summary: '',
  input: '',
});
const result = (id: string, callId: string, offset = 0): ConversationItem => ({
  kind: 'tool_result',
  id,
  offset,
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
    expect(drawn(timeline({ items, whole: true, newest: true, commands: [] }))).toEqual(['c1→r1', 'c2→r2', 'a']);
  });

  it('keeps calls without results and results without calls', () => {
    expect(
      drawn(timeline({ items: [result('r0', 'gone'), call('c1', 'x')], whole: false, newest: true, commands: [] })),
    ).toEqual(['?→r0', 'c1→?']);
  });

  it('puts a delivery to the prompt it became, once', () => {
    const sent = { type: 'prompt', text: 'go\r\non ' } as const;
    const items = [prompt('old', 10, 'go\non'), prompt('p1', 10_100, 'go\non'), prompt('p2', 10_200, 'go\non')];
    const entries = timeline({
      items,
      whole: true,
      newest: true,
      commands: [command('k1', 10_000, sent), command('k2', 10_150, sent)],
    });
    expect(drawn(entries)).toEqual(['old', 'p1(k1)', 'p2(k2)']);
  });

  it('places other commands by time, and leaves those out that belong above or below what is held', () => {
    const items = [reply('a', 100), reply('b'), reply('c', 300)];
    const commands = [command('late', 400), command('mid', 200), command('early', 50)];
    const ends = (whole: boolean, newest: boolean): string[] => drawn(timeline({ items, whole, newest, commands }));
    expect(ends(false, true)).toEqual(['a', 'mid', 'b', 'c', 'late']);
    expect(ends(true, true)).toEqual(['early', 'a', 'mid', 'b', 'c', 'late']);
    expect(ends(false, false)).toEqual(['a', 'mid', 'b', 'c']);
  });

  it('puts commands last where nothing has a time', () => {
    expect(
      drawn(timeline({ items: [reply('a'), reply('b')], whole: true, newest: true, commands: [command('k', 5)] })),
    ).toEqual(['a', 'b', 'k']);
  });
});

describe('entryAt', () => {
  const items = [prompt('p', 10, 'x'), call('c', 'k', 20), result('r', 'k', 40), reply('a', 50)];
  const entries = timeline({ items, whole: true, newest: true, commands: [command('late', 60)] });

  it('finds what is of a record, a result with its call', () => {
    expect([10, 20, 40, 50].map((offset) => entryAt(entries, offset)?.id)).toEqual(['p', 'c', 'c', 'a']);
  });

  it('takes the next that is shown, else the last that was said', () => {
    expect([0, 30, 999].map((offset) => entryAt(entries, offset)?.id)).toEqual(['p', 'a', 'a']);
    expect(entryAt([], 5)).toBeNull();
    expect(entries.filter((entry) => isAt(entry, 30))).toEqual([]);
  });
});
