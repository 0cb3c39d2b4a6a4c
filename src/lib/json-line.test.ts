import { expect, it } from 'vitest';
import { parseJsonLine } from './json-line.ts';

const line = (text: string | null) => ({
  offset: 0,
  end: 9,
  bytes: text === null ? null : new TextEncoder().encode(text),
});

it('reads objects, also behind NUL bytes and before a carriage return', () => {
  expect(parseJsonLine(line('{"a":1}\r'))).toEqual({ kind: 'object', value: { a: 1 }, damage: null });
  expect(parseJsonLine(line('\0\0{"a":1}'))).toMatchObject({
    kind: 'object',
    value: { a: 1 },
    damage: expect.any(String),
  });
});

it('tells blank lines from broken ones', () => {
  expect(parseJsonLine(line(' \r')).kind).toBe('blank');
  for (const text of ['\0\0', '5', 'null', '{"a":', null]) expect(parseJsonLine(line(text)).kind).toBe('broken');
});
