import { describe, expect, it } from 'vitest';
import type { FormField } from '../../../contract/request.ts';
import { answersOfForm, initialValues, problemOf } from './form-values.ts';

const field = (parts: Partial<FormField> & Pick<FormField, 'type'>): FormField => ({
  id: 'f',
  label: 'F',
  required: false,
  ...parts,
});

describe('a form an MCP server asks for', () => {
  it.each([
    [field({ type: 'text', required: true }), '  ', 'required'],
    [field({ type: 'text' }), '', null],
    [field({ type: 'multi_select', required: true }), [], 'required'],
    [field({ type: 'number' }), '1,5', 'number'],
    [field({ type: 'number' }), '1.5', null],
    [field({ type: 'integer' }), '1.5', 'integer'],
    [field({ type: 'integer' }), '-3', null],
    [field({ type: 'text', format: 'email' }), 'mara', 'email'],
    [field({ type: 'text', format: 'email' }), 'mara@example.org', null],
    [field({ type: 'text', format: 'uri' }), 'example', 'uri'],
    [field({ type: 'text', format: 'date' }), '2026-02-30', 'date'],
    [field({ type: 'text', format: 'date' }), '2026-02-28', null],
    [field({ type: 'text', format: 'ipv4' }), 'whatever', null],
  ] as const)('%o with %j: %s', (given, value, problem) => {
    expect(problemOf(given, value)).toBe(problem);
  });

  it('is answered by text and by labels, and by nothing where nothing was said', () => {
    const options = [
      { value: 'eu', label: 'Europe' },
      { value: 'us', label: 'America' },
    ];
    const fields = [
      field({ id: 'name', type: 'text' }),
      field({ id: 'empty', type: 'text' }),
      field({ id: 'dry', type: 'boolean' }),
      field({ id: 'region', type: 'select', options }),
      field({ id: 'copies', type: 'multi_select', options, initial: 'us' }),
    ];
    const values = { ...initialValues(fields), name: ' next ', region: 'eu' };
    expect(answersOfForm(fields, values)).toEqual({
      name: { labels: [], text: 'next' },
      dry: { labels: [], text: 'false' },
      region: { labels: ['Europe'] },
      copies: { labels: ['America'] },
    });
  });
});
