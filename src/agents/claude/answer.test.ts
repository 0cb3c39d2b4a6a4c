import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedHooks } from '../../../test/fixtures/claude/fixtures.ts';
import type { JsonObject } from '../../lib/json.ts';
import { hookReply, type RequestAction } from './answer.ts';
import { objectOr } from './record.ts';
import { callSignature, requestOf } from './requests.ts';

/** The first request for a tool in the recordings, as the adapter books it. */
async function recorded(tool: string) {
  const hooks = [...recordedHooks('perm'), ...recordedHooks('plan'), ...recordedHooks('misc')];
  const found = hooks.find(
    ({ payload }) => payload.hook_event_name === 'PermissionRequest' && payload.tool_name === tool,
  );
  if (found === undefined) throw new Error(`No request for ${tool} was recorded`);
  const input = objectOr(found.payload.tool_input);
  const suggestions = Array.isArray(found.payload.permission_suggestions) ? found.payload.permission_suggestions : [];
  return {
    request: await requestOf({ id: 'r', openedAt: 1 }, { tool, input, suggestions, cwd: '/home/dev/p/demo' }),
    input,
    suggestions,
  };
}

type WithoutId<A> = A extends RequestAction ? Omit<A, 'requestId'> : never;

/** Claude Code's decision that the action becomes, or why it becomes none. */
function decisionOf(call: Parameters<typeof hookReply>[0], action: WithoutId<RequestAction>): unknown {
  const made = hookReply(call, { ...action, requestId: 'r' });
  if (!made.ok) return made.reason.code;
  const output = objectOr(made.reply.hookSpecificOutput);
  expect(output.hookEventName).toBe('PermissionRequest');
  return output.decision;
}

describe('a permission', () => {
  it('is shown with what it wants to do and with what Claude Code suggests', async () => {
    const { request } = await recorded('Bash');
    expect(request).toMatchObject({
      kind: 'permission',
      tool: 'Bash',
      title: 'Run touch one.txt',
      reason: 'Run what the test asked for',
      command: 'touch one.txt',
      choices: [
        { id: 'allow', label: 'Yes', effect: 'allow' },
        { id: 'always:0', label: 'Yes, and allow access to /home/dev/p/demo (this session)', effect: 'allow_always' },
        { id: 'always:1', label: 'Yes, and accept all edits (this session)', effect: 'allow_always' },
        { id: 'deny', label: 'No', effect: 'deny', takesMessage: true },
        { id: 'cancel', label: 'No, and stop', effect: 'cancel', takesMessage: false },
      ],
    });
  });

  it('is allowed with its input echoed, and with the suggestion that was chosen', async () => {
    const call = await recorded('Bash');
    const updatedInput = { command: 'touch one.txt', description: 'Run what the test asked for' };
    expect(decisionOf(call, { type: 'approve' })).toEqual({ behavior: 'allow', updatedInput });
    expect(decisionOf(call, { type: 'approve', choiceId: 'always:1' })).toEqual({
      behavior: 'allow',
      updatedInput,
      updatedPermissions: [{ type: 'setMode', mode: 'acceptEdits', destination: 'session' }],
    });
  });

  it('is denied with a message, always', async () => {
    const call = await recorded('Bash');
    expect(decisionOf(call, { type: 'deny', message: ' not now ' })).toEqual({ behavior: 'deny', message: 'not now' });
    expect(decisionOf(call, { type: 'deny' })).toEqual({ behavior: 'deny', message: expect.stringMatching(/\w/) });
  });

  it('is not allowed by a choice that it does not have, nor by one that denies', async () => {
    const call = await recorded('Bash');
    for (const choiceId of ['always:7', 'deny', 'approve', ''])
      expect(decisionOf(call, { type: 'approve', choiceId })).toBe('unknown_choice');
    expect(decisionOf(call, { type: 'answer', answers: {} })).toBe('not_a_question');
  });

  it('offers only suggestions that it can name', async () => {
    const suggestions = [
      null,
      5,
      { type: 'new' },
      { type: 'addRules', behavior: 'deny', rules: [{ toolName: 'Bash' }] },
      { type: 'addDirectories' },
      {
        type: 'addRules',
        behavior: 'allow',
        rules: [{ toolName: 'Bash', ruleContent: 'npm test *' }],
        destination: 'localSettings',
      },
    ];
    const request = await requestOf(
      { id: 'r', openedAt: 1 },
      {
        tool: 'Bash',
        input: { command: 'npm test' },
        suggestions,
        cwd: undefined,
      },
    );
    expect(request.kind === 'permission' && request.choices.map(({ id, label }) => `${id} ${label}`)).toEqual([
      'allow Yes',
      "always:5 Yes, and don't ask again for Bash(npm test *) (this project, only for you)",
      'deny No',
      'cancel No, and stop',
    ]);
  });
});

describe('a change to a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'amc-edits-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const editsOf = async (tool: string, input: JsonObject) => {
    const request = await requestOf({ id: 'r', openedAt: 1 }, { tool, input, suggestions: [], cwd: undefined });
    return request.kind === 'permission' ? request.edits : undefined;
  };

  it('shows both sides', async () => {
    const path = join(folder, 'a.txt');
    expect(await editsOf('Edit', { file_path: path, old_string: 'a', new_string: 'b' })).toEqual([
      { path, before: 'a', after: 'b' },
    ]);
    const edits = [{ old_string: 'a', new_string: 'b' }, null, { old_string: 'c', new_string: 'd' }];
    expect(await editsOf('MultiEdit', { file_path: path, edits })).toHaveLength(2);
    expect(await editsOf('Write', { file_path: path, content: 'new' })).toEqual([{ path, before: '', after: 'new' }]);
    writeFileSync(path, 'old');
    expect(await editsOf('Write', { file_path: path, content: 'new' })).toEqual([
      { path, before: 'old', after: 'new' },
    ]);
  });

  it('is left to the input where a side cannot be shown', async () => {
    const path = join(folder, 'big.txt');
    writeFileSync(path, 'x'.repeat(300_000));
    expect(await editsOf('Write', { file_path: path, content: 'new' })).toBe(undefined);
    expect(await editsOf('Write', { file_path: folder, content: 'new' })).toBe(undefined);
    expect(await editsOf('Edit', { file_path: 5 })).toBe(undefined);
  });
});

describe('a question', () => {
  it('is answered with labels and own words, under the words of the question', async () => {
    const call = await recorded('AskUserQuestion');
    const answers = {
      q1: { labels: ['Blue'] },
      q2: { labels: [], text: ' a file ' },
      q3: { labels: ['Search', 'Sync'], text: 'and more' },
    };
    expect(decisionOf(call, { type: 'answer', answers })).toEqual({
      behavior: 'allow',
      updatedInput: {
        ...call.input,
        answers: {
          'Which colour should the button have?': 'Blue',
          'Which database should be used?': 'a file',
          'Which features should be built?': 'Search, Sync, and more',
        },
      },
    });
  });

  it('is never allowed without all answers, or with one that is none of it', async () => {
    const call = await recorded('AskUserQuestion');
    const good = { q1: { labels: ['Blue'] }, q2: { labels: ['SQLite'] }, q3: { labels: ['Sync'] } };
    expect(decisionOf(call, { type: 'answer', answers: {} })).toBe('answers_incomplete');
    expect(decisionOf(call, { type: 'answer', answers: { ...good, q3: { labels: [], text: ' ' } } })).toBe(
      'answers_incomplete',
    );
    expect(decisionOf(call, { type: 'answer', answers: { ...good, q1: { labels: ['Purple'] } } })).toBe(
      'unknown_option',
    );
    expect(decisionOf(call, { type: 'answer', answers: { ...good, q1: { labels: ['Blue', 'Red'] } } })).toBe(
      'answers_ambiguous',
    );
    expect(decisionOf(call, { type: 'approve' })).toBe('not_a_permission');
  });

  it('is read from any shape of input without a throw', async () => {
    for (const questions of [null, 5, {}, [null, 5, { options: [null, 'Plain', { label: 5 }] }]]) {
      const request = await requestOf(
        { id: 'r', openedAt: 1 },
        {
          tool: 'AskUserQuestion',
          input: { questions },
          suggestions: [],
          cwd: undefined,
        },
      );
      expect(request.kind).toBe('question');
      expect(decisionOf({ request, input: { questions }, suggestions: [] }, { type: 'answer', answers: {} })).toMatch(
        /no_questions|answers_incomplete/,
      );
    }
  });
});

describe('a plan', () => {
  it('is approved with its input echoed whole, in the mode that was chosen', async () => {
    const call = await recorded('ExitPlanMode');
    expect(call.request).toMatchObject({
      kind: 'plan',
      markdown: expect.stringContaining('# Plan'),
      path: expect.stringContaining('/plans/'),
    });
    for (const [choiceId, mode] of [
      [undefined, 'default'],
      ['approve:acceptEdits', 'acceptEdits'],
      ['approve:auto', 'auto'],
    ] as const)
      expect(decisionOf(call, { type: 'approve', choiceId })).toEqual({
        behavior: 'allow',
        updatedInput: call.input,
        updatedPermissions: [{ type: 'setMode', mode, destination: 'session' }],
      });
    expect(decisionOf(call, { type: 'deny' })).toEqual({
      behavior: 'deny',
      message: 'The user wants to keep planning.',
    });
  });

  it('may come without its text, which is then shown but not sent back', async () => {
    const shown = { plan: '# From the file', planFilePath: '/plans/x.md' };
    const request = await requestOf(
      { id: 'r', openedAt: 1 },
      {
        tool: 'ExitPlanMode',
        input: {},
        suggestions: [],
        cwd: undefined,
        shown,
      },
    );
    expect(request).toMatchObject({ markdown: '# From the file', path: '/plans/x.md' });
    expect(decisionOf({ request, input: {}, suggestions: [] }, { type: 'approve' })).toMatchObject({
      behavior: 'allow',
      updatedInput: {},
    });
  });
});

describe('one call told twice', () => {
  it('has one signature, whatever the order of fields and whether it has been answered', () => {
    expect(callSignature('Bash', { a: 1, b: 2 })).toBe(callSignature('Bash', { b: 2, a: 1 }));
    expect(callSignature('Bash', { a: 1 })).not.toBe(callSignature('Bash', { a: 2 }));
    const questions = [{ question: 'Why?', options: [{ label: 'A' }], multiSelect: false }];
    expect(callSignature('AskUserQuestion', { questions, answers: { 'Why?': 'A' } })).toBe(
      callSignature('AskUserQuestion', { questions }),
    );
    expect(callSignature('ExitPlanMode', { plan: 'x' })).toBe(callSignature('ExitPlanMode', {}));
  });
});
