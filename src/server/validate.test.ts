import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { validate } from './validate.ts';

const Schema = z.object({
  name: z.string(),
  count: z.number().default(3),
  choices: z.record(z.string(), z.object({ label: z.string() })).optional(),
  what: z.discriminatedUnion('type', [
    z.object({ type: z.literal('a'), list: z.array(z.object({ x: z.number() })) }),
    z.object({ type: z.literal('b') }),
  ]),
});

function issuesOf(input: unknown): unknown {
  const checked = validate(Schema, input);
  return checked.ok ? 'valid' : checked.refusal.issues;
}

describe('validate', () => {
  test('gives what the schema makes of it', () => {
    const input = { name: 'n', what: { type: 'a', list: [{ x: 1 }] }, choices: { any: { label: 'l' } } };
    expect(validate(Schema, input)).toEqual({ ok: true, value: { ...input, count: 3 } });
  });

  test('names the place of what is wrong', () => {
    expect(issuesOf({ name: 'n', what: { type: 'a', list: [{ x: 1 }, { x: 'one' }] } })).toMatchObject([
      { path: 'what.list.1.x' },
    ]);
    expect(issuesOf([])).toMatchObject([{ path: '' }]);
  });

  test.each([
    ['at the top', { name: 'n', what: { type: 'b' }, role: 'admin' }, 'role'],
    ['in a member of a union', { name: 'n', what: { type: 'b', list: [] } }, 'what.list'],
    ['in a list', { name: 'n', what: { type: 'a', list: [{ x: 1, y: 2 }] } }, 'what.list.0.y'],
    ['in a record', { name: 'n', what: { type: 'b' }, choices: { k: { label: 'l', id: 1 } } }, 'choices.k.id'],
    ['that every object has', { name: 'n', what: { type: 'b' }, toString: 'x' }, 'toString'],
  ])('refuses a field nobody knows %s', (_name, input, path) => {
    expect(issuesOf(input)).toEqual([{ path, message: 'unknown field' }]);
  });
});
