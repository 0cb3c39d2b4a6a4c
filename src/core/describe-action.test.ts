import { describe, expect, test } from 'vitest';
import type { Action } from '../contract/command.ts';
import { describeAction } from './describe-action.ts';

describe('an action in one line', () => {
  test.each<[Action, string]>([
    [{ type: 'prompt', text: 'run\n  the tests ' }, 'prompt: run the tests'],
    [{ type: 'prompt', text: 'look', attachments: [{ path: '/a' }, { path: '/b' }] }, 'prompt: look [2 files]'],
    [{ type: 'approve', requestId: 'r', choiceId: 'allow' }, 'approve: allow'],
    [{ type: 'deny', requestId: 'r', message: 'not now' }, 'deny: not now'],
    [
      {
        type: 'answer',
        requestId: 'r',
        answers: { a: { labels: ['Red'] }, b: { labels: [], text: 'soon', note: 'n' } },
      },
      'answer: Red; soon, n',
    ],
    [{ type: 'model', model: 'opus', effort: 'high' }, 'model: opus, effort high'],
    [{ type: 'interrupt' }, 'interrupt'],
    [{ type: 'compact' }, 'compact'],
  ])('%j', (action, line) => expect(describeAction(action)).toBe(line));

  test('what it answers is told beside it', () => {
    const action: Action = { type: 'approve', requestId: 'r' };
    expect(describeAction(action, 'rm -rf build')).toBe('approve: (rm -rf build)');
  });

  test('of a long text only the beginning is kept, no character is cut in two', () => {
    const line = describeAction({ type: 'prompt', text: '😀'.repeat(100_000) });
    expect(line).toBe(`prompt: ${'😀'.repeat(200)}…`);
    expect(describeAction({ type: 'prompt', text: 'x'.repeat(200) })).toBe(`prompt: ${'x'.repeat(200)}`);
  });
});
