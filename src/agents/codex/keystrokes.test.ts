import { describe, expect, test } from 'vitest';
import type { Request } from '../../contract/request.ts';
import type { InputStep, ScreenSnapshot } from '../../ports/terminal.ts';
import { codexKeystrokes } from './keystrokes.ts';
import { readComposer } from './screen.ts';

/** Screens of Codex 0.169.0, 200 columns wide. */
const screen = (text: string): ScreenSnapshot => ({ at: 7, cols: 200, rows: 50, lines: text.split('\n') });

const STATUS = '\n\n  gpt-5.5-codex default · ~/p/demo · Mock title\n  ← for agents · ? for shortcuts';
const EMPTY = screen(`• heard: hello\n\n\n› ${STATUS}`);
const DRAFT = screen(`• heard: hello\n\n› half a word${STATUS}`);
const APPROVAL = screen(`› BASH:touch e1

• Running touch e1

  Would you like to run the following command?

  Environment: local

  Reason: The test asked for it

  $ touch e1 && touch
  e2

› 1. Yes, proceed (y)
  2. Yes, and don't ask again for commands that start with \`touch e1
     && touch e2\` (p)
  3. No, and tell Codex what to do differently (esc)

  Press enter to confirm or esc to cancel`);
const HOOKS = screen(`  Hooks need review
  1 hook is new or changed.
  Hooks can run outside the sandbox after you trust them.

› 1. Review hooks
  2. Trust all and continue
  3. Continue without trusting (hooks won't run)

  enter confirm · esc skip`);
const UNKNOWN = screen(`  Select Model and Effort

› 1. GPT-6.1-Sol    Latest workhorse model for coding and everyday work.
  2. GPT-6-Astra    Frontier intelligence for the most demanding work.

  enter select · esc back`);

const base = {
  openedAt: 0,
  evidence: { source: 'transcript', at: 0, detail: '' },
  answer: { channel: 'none', reason: '' },
} as const;
const permission = (command: string): Request => ({
  ...base,
  id: 'r',
  kind: 'permission',
  tool: 'exec_command',
  title: '',
  command,
  choices: [],
});
const prompt = (text: string, at = EMPTY) =>
  codexKeystrokes.plan({ action: { type: 'prompt', text }, request: null }, at);

/** What the first look of a plan decides. */
function decided(request: Request, action: 'approve' | 'deny', at: ScreenSnapshot): InputStep | string | null {
  const plan = codexKeystrokes.plan({ action: { type: action, requestId: request.id }, request }, at);
  const [step] = plan.ok ? plan.steps : [];
  if (step?.kind !== 'look') throw new Error('Expected a look first');
  const next = step.next(at);
  return next === null ? null : next.ok ? (next.steps[0] ?? null) : next.code;
}

test('the input box: what stands in it, and none below a dialog', () => {
  expect(readComposer(EMPTY)).toEqual({ shown: true, draft: '' });
  expect(readComposer(DRAFT)).toEqual({ shown: true, draft: 'half a word' });
  for (const one of [APPROVAL, HOOKS, UNKNOWN]) expect(readComposer(one)).toEqual({ shown: false });
});

describe('a prompt', () => {
  test('that its box cannot show whole is not begun; a longer one is folded', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, n) => `line ${n}`).join('\n');
    expect(prompt(lines(45))).toMatchObject({ ok: false, reason: { code: 'too_tall' } });
    expect(prompt(lines(30)).ok).toBe(true);
    expect(prompt(lines(200)).ok).toBe(true);
  });

  test('is pasted, and Enter is a step of its own behind a look', () => {
    const plan = prompt('hello');
    expect(plan.ok && plan.steps.map(({ kind }) => kind)).toEqual(['paste', 'expect', 'pause', 'look', 'look']);
  });

  test.each([
    ['a draft', DRAFT, 'hello', 'draft'],
    ['a dialog', APPROVAL, 'hello', 'no_composer'],
    ['a menu', UNKNOWN, 'hello', 'no_composer'],
    ['a command', EMPTY, '/new', 'prefix'],
    ['a path in front', EMPTY, '/etc/hosts is a file', 'prefix'],
    ['a shell command', EMPTY, '!ls', 'prefix'],
  ])('is refused: %s', (_, at, text, code) => expect(prompt(text, at)).toMatchObject({ ok: false, reason: { code } }));

  test('ends an open @ or $ word, whose list would take Enter', () => {
    for (const text of ['look at @README', 'what costs $five']) {
      const plan = prompt(text);
      expect(plan.ok && plan.steps[0]).toEqual({ kind: 'paste', text: `${text} ` });
    }
  });
});

describe('an approval', () => {
  test('is one key, when the screen shows the whole command', () => {
    expect(decided(permission('touch e1 && touch e2'), 'approve', APPROVAL)).toEqual({ kind: 'type', text: 'y' });
    expect(decided(permission('touch e1 && touch e2'), 'deny', APPROVAL)).toEqual({ kind: 'key', key: 'escape' });
  });

  test('is none for another command, and waits while there is no dialog', () => {
    expect(decided(permission('touch e1'), 'approve', APPROVAL)).toBe('dialog_changed');
    const other = screen(APPROVAL.lines.join('\n').replace(/\$ touch[^›]*/, () => '$ echo $ls\n\n'));
    expect(decided(permission('echo $ls'), 'approve', other)).toEqual({ kind: 'type', text: 'y' });
    expect(decided(permission('ls'), 'approve', other)).toBe('dialog_changed');
    expect(decided(permission('rm -rf /'), 'approve', HOOKS)).toBe('dialog_changed');
    expect(decided(permission('touch e1'), 'approve', EMPTY)).toBeNull();
  });
});

describe('dialogs that only the screen shows', () => {
  test('are told with their choices, and chosen by their digit', () => {
    const dialog = codexKeystrokes.dialog(HOOKS);
    expect(dialog).toMatchObject({ text: expect.stringContaining('Hooks need review') });
    expect(dialog?.choices.map(({ label, effect }) => `${label}: ${effect}`)).toEqual([
      'Review hooks: allow',
      'Trust all and continue: allow_always',
      "Continue without trusting (hooks won't run): deny",
    ]);
    const request: Request = {
      ...base,
      kind: 'trust',
      id: dialog?.id ?? '',
      text: '',
      choices: [...(dialog?.choices ?? [])],
    };
    expect(decided(request, 'deny', HOOKS)).toEqual({ kind: 'type', text: '3' });
    expect(decided({ ...request, id: 'screen:other' }, 'deny', HOOKS)).toBe('dialog_changed');
  });

  test('are none when their choices are not known', () => {
    expect(codexKeystrokes.dialog(UNKNOWN)).toBeNull();
    expect(codexKeystrokes.dialog(EMPTY)).toBeNull();
  });
});
