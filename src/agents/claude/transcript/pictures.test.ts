import { describe, expect, it } from 'vitest';
import { picturesIn } from './pictures.ts';

const image = (media_type: string, data: string) => ({ type: 'image', source: { type: 'base64', media_type, data } });
const lineOf = (value: unknown) => {
  const bytes = new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
  return { offset: 0, end: bytes.length + 1, bytes };
};
const of = (...content: unknown[]) => picturesIn(lineOf({ type: 'user', message: { role: 'user', content } }));

describe('pictures in a record of Claude', () => {
  it('are those of a prompt and of a tool’s result, in their order', () => {
    expect(
      of({ type: 'text', text: '[Image #1]' }, image('image/png', 'AAAA'), {
        type: 'tool_result',
        tool_use_id: 't',
        content: [{ type: 'text', text: 'x' }, image('image/jpeg', 'BBB=')],
      }),
    ).toEqual([
      { type: 'image/png', base64: 'AAAA' },
      { type: 'image/jpeg', base64: 'BBB=' },
    ]);
  });

  it('are pictures and nothing else', () => {
    expect(of(image('image/svg+xml', 'AAAA'), image('text/html', 'AAAA'), image('image/png', '"onload=x'))).toEqual([]);
    expect(of({ type: 'image', source: { type: 'url', url: 'http://example.org/x.png' } }, 'text', null)).toEqual([]);
    for (const odd of ['{', '[]', '{"message":7}', '']) expect(picturesIn(lineOf(odd))).toEqual([]);
    expect(picturesIn({ offset: 0, end: 1, bytes: null })).toEqual([]);
  });
});
