import { expect, it } from 'vitest';
import type { Request } from '../../contract/request.ts';
import { fill, namesIn, whatOf } from './words.ts';

const base = {
  id: 'r',
  openedAt: 0,
  evidence: { source: 'hook' as const, at: 0, detail: '' },
  answer: { channel: 'none' as const, reason: '' },
};
const parts = { agent: 'claude', title: 'A {what}', project: 'ledger', what: 'asks', url: 'http://127.0.0.1:1/' };

it('says what is asked in one line, with what would not be seen', () => {
  const run: Request = {
    ...base,
    kind: 'permission',
    tool: 'Bash',
    title: '',
    choices: [],
    command: 'echo a \\\n  b\u202e',
  };
  expect(whatOf(run)).toBe('wants to run echo a \\ b[U+202E]');
  expect([...whatOf({ ...run, command: 'x'.repeat(5_000) })]).toHaveLength(200);
  expect(whatOf({ ...base, kind: 'prose_question', text: 'SECRET' })).not.toContain('SECRET');
  expect(whatOf({ ...base, kind: 'trust', text: 'SECRET', choices: [] })).not.toContain('SECRET');
  expect(whatOf({ ...base, kind: 'plan', markdown: 'SECRET', choices: [] })).not.toContain('SECRET');
});

it('fills in names once, and leaves other braces', () => {
  expect(fill('{agent} {title} {nobody} {}', parts)).toBe('claude A {what} {nobody} {}');
  expect(namesIn('{agent} {x} {url}')).toEqual(['agent', 'url']);
});
