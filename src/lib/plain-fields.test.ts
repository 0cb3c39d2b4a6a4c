import { expect, it } from 'vitest';
import { plainFields } from './plain-fields.ts';

it('writes fields as a person reads them, texts as they are', () => {
  const fields = {
    command: 'echo "a"\necho b',
    timeout: 5,
    edits: [{ old: 'x', new: '' }, 'y', null],
    empty: {},
    none: [],
  };
  expect(plainFields(fields)).toBe(
    [
      'command: echo "a"',
      'echo b',
      'timeout: 5',
      'edits:',
      '  -',
      '    old: x',
      '    new: ',
      '  - y',
      '  - null',
      'empty: {}',
      'none: []',
    ].join('\n'),
  );
  expect(plainFields({})).toBe('');
});

it('survives any depth', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`);
  expect(plainFields(deep)).toContain('"a":1');
});
