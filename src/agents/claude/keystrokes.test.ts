import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Action } from '../../contract/command.ts';
import type { Request } from '../../contract/request.ts';
import type { InputStep, ScreenSnapshot } from '../../ports/terminal.ts';
import { claudeKeystrokes } from './keystrokes.ts';
import { modeOn, readComposer, readScreen } from './screen.ts';

/** Screens recorded from Claude Code 2.1.330 in tmux 3.3a with `capture-pane -p -e`. */
function screen(name: string, change: (row: string) => string = (row) => row): ScreenSnapshot {
  const file = new URL(`../../../test/fixtures/screens/${name}.txt`, import.meta.url);
  const ansi = readFileSync(file, 'utf8').split('\n').map(change);
  // oxlint-disable-next-line no-control-regex -- strips the rendition
  return { at: 7, cols: 200, rows: 50, ansi, lines: ansi.map((row) => row.replaceAll(/\x1b\[[0-9;]*m/g, '')) };
}

/** The empty box with this in it. */
const holding = (text: string): ScreenSnapshot =>
  screen('claude-empty', (row) => (row.includes('❯') ? `❯\u00A0${text}` : row));
const inMode = (words: string): ScreenSnapshot => screen('claude-empty', (row) => row.replace('manual mode on', words));

const planOf = (action: Action, on: ScreenSnapshot, request: Request | null = null) =>
  claudeKeystrokes.plan({ action, request }, on);
const plan = (name: string, text = 'hello there') => planOf({ type: 'prompt', text }, screen(name));
function refusal(name: string, text?: string): string | null {
  const planned = plan(name, text);
  return planned.ok ? null : planned.reason.code;
}

/** Goes through a plan as a terminal does; each look sees the next screen, the last one for good. */
function drive(steps: readonly InputStep[], screens: readonly ScreenSnapshot[]): { wrote: string[]; end: string } {
  const [todo, wrote] = [[...steps], [] as string[]];
  let seen = 0;
  for (let step = todo.shift(); step !== undefined; step = todo.shift()) {
    if (step.kind === 'key') wrote.push(step.key);
    else if (step.kind === 'paste' || step.kind === 'type') wrote.push(`${step.kind} ${step.text}`);
    else if (step.kind === 'look') {
      let next = null;
      for (let looks = 0; next === null && looks < 100; looks += 1) {
        const now = screens[Math.min(seen, screens.length - 1)];
        seen += 1;
        next = now === undefined ? null : step.next(now);
      }
      if (next === null) return { wrote, end: 'not_shown' };
      if (!next.ok) return { wrote, end: next.code };
      todo.unshift(...next.steps);
    }
  }
  return { wrote, end: 'accepted' };
}

function driven(action: Action, screens: readonly ScreenSnapshot[], request: Request | null = null) {
  const [first = screen('claude-empty')] = screens;
  const planned = planOf(action, first, request);
  return planned.ok ? drive(planned.steps, screens.slice(1)) : { wrote: [], end: planned.reason.code };
}

describe("Claude's input box", () => {
  test.each(['claude-empty', 'claude-erased', 'claude-after-esc', 'claude-working', 'claude-queued', 'claude-after'])(
    '%s: empty, ghost text and the cursor do not count',
    (name) => expect(readComposer(screen(name))).toEqual({ shown: true, draft: '' }),
  );

  test('holds what the user typed', () => {
    expect(readComposer(screen('claude-draft'))).toEqual({ shown: true, draft: 'a draft' });
    expect(readComposer(screen('claude-working-draft'))).toEqual({ shown: true, draft: 'typed while busy' });
    expect(readComposer(screen('claude-slash'))).toEqual({ shown: true, draft: '/com' });
  });

  test.each(['claude-ask', 'claude-bash', 'claude-btw', 'claude-transcript', 'claude-trust', 'claude-mcp'])(
    '%s: a dialog or a view is no input box',
    (name) => expect(readComposer(screen(name))).toEqual({ shown: false }),
  );

  test('its footer names the mode', () => {
    expect(modeOn(readScreen(screen('claude-empty')))).toBe('default');
    expect(modeOn(readScreen(screen('claude-working')))).toBe('auto');
    expect(modeOn(readScreen(inMode('some other mode on')))).toBeNull();
  });
});

describe('typing to Claude', () => {
  const empty = screen('claude-empty');

  test('pastes, waits for the echo, looks once more, and sends Enter by itself', () => {
    const text = 'please do';
    const { wrote, end } = driven({ type: 'prompt', text }, [empty, empty, holding(text), holding(text), empty]);
    expect({ wrote, end }).toEqual({ wrote: ['paste please do', 'enter'], end: 'accepted' });
  });

  test('no echo: no Enter', () => {
    expect(driven({ type: 'prompt', text: 'please do' }, [empty, empty])).toEqual({
      wrote: ['paste please do'],
      end: 'not_shown',
    });
  });

  test.each(['please do, and more', 'xplease do', '[Pasted text #1 +3 lines] x'])(
    'somebody types at the same time (%s): no Enter',
    (mixed) => {
      const screens = [empty, holding('please do'), holding(mixed)];
      expect(driven({ type: 'prompt', text: 'please do' }, screens)).toMatchObject({
        wrote: ['paste please do'],
        end: 'draft',
      });
    },
  );

  test('a dialog comes up before Enter: no Enter', () => {
    const screens = [empty, holding('please do'), screen('claude-bash')];
    expect(driven({ type: 'prompt', text: 'please do' }, screens)).toMatchObject({ end: 'no_composer' });
  });

  test('Enter was swallowed: one more, and never a third', () => {
    const stuck = holding('please do');
    const once = driven({ type: 'prompt', text: 'please do' }, [empty, ...Array(20).fill(stuck), empty]);
    expect(once).toEqual({ wrote: ['paste please do', 'enter', 'enter'], end: 'accepted' });
    const never = driven({ type: 'prompt', text: 'please do' }, [empty, stuck]);
    expect(never).toEqual({ wrote: ['paste please do', 'enter', 'enter'], end: 'not_shown' });
  });

  test('what the user types after Enter is not sent', () => {
    const text = holding('please do');
    const screens = [empty, text, text, text, holding('the next one')];
    expect(driven({ type: 'prompt', text: 'please do' }, screens)).toEqual({
      wrote: ['paste please do', 'enter'],
      end: 'accepted',
    });
  });

  test('a long paste is known by its mark', () => {
    const text = 'one\ntwo\nthree\nfour\nfive';
    const marked = holding('[Pasted text #3 +4 lines]');
    expect(driven({ type: 'prompt', text }, [empty, marked, marked, empty])).toMatchObject({ end: 'accepted' });
  });

  test('a list of completions is closed before Enter', () => {
    const at = holding('see @READ');
    const rows = at.lines.findIndex((line) => line.includes('❯'));
    const menu = (lines: readonly string[]): string[] =>
      lines.map((line, row) => (row === rows - 2 ? '    + README.md' : line));
    const open = { ...at, lines: menu(at.lines), ansi: menu(at.ansi ?? []) };
    const { wrote } = driven({ type: 'prompt', text: 'see @READ' }, [empty, open, open, at, empty]);
    expect(wrote).toEqual(['paste see @READ', 'escape', 'enter']);
  });

  test('an image is pasted by itself, a file is mentioned', () => {
    const attachments = [{ path: '/p/red one.png' }, { path: '/p/my notes.txt' }];
    const image = holding('[Image #1]');
    const all = holding('[Image #1] @"/p/my notes.txt" what is it?');
    const { wrote, end } = driven({ type: 'prompt', text: 'what is it?', attachments }, [
      empty,
      image,
      all,
      all,
      empty,
    ]);
    expect(wrote).toEqual(['paste /p/red one.png', 'paste  @"/p/my notes.txt"\nwhat is it?', 'enter']);
    expect(end).toBe('accepted');
    expect(driven({ type: 'prompt', text: 'x', attachments }, [empty, holding('/p/red one.png')])).toMatchObject({
      wrote: ['paste /p/red one.png'],
      end: 'not_shown',
    });
  });

  test('a command, with the hint behind it; one that is not known; one that opens a view', () => {
    const typed = holding('/greet  [name]');
    expect(driven({ type: 'prompt', text: ' /greet' }, [empty, typed, typed, empty])).toEqual({
      wrote: ['paste /greet ', 'enter'],
      end: 'accepted',
    });
    const unknown = screen('claude-empty', (row) =>
      row === '' ? '● Unknown command: /greet. Did you mean /resume?' : row,
    );
    expect(driven({ type: 'prompt', text: '/greet' }, [empty, typed, typed, unknown])).toMatchObject({
      end: 'unknown_command',
    });
    expect(driven({ type: 'prompt', text: '/greet' }, [empty, typed, typed, screen('claude-btw')])).toMatchObject({
      wrote: ['paste /greet ', 'enter'],
      end: 'view_opened',
    });
  });

  test('never over a draft, into a dialog or another view, into a shell', () => {
    expect(refusal('claude-draft')).toBe('draft');
    for (const name of ['claude-ask', 'claude-bash', 'claude-btw', 'claude-transcript', 'claude-trust']) {
      expect(refusal(name), name).toBe('no_composer');
    }
    expect(refusal('claude-background')).toBe('other_view');
    const normal = screen('claude-empty', (row) => row.replace('manual mode on', '-- NORMAL -- manual mode on'));
    expect(planOf({ type: 'prompt', text: 'x' }, normal)).toMatchObject({ reason: { code: 'vim_normal' } });
    const shell = { at: 0, cols: 80, rows: 3, lines: ['$ ls', 'a b', '$ '], ansi: ['$ ls', 'a b', '$ '] };
    expect(planOf({ type: 'prompt', text: 'x' }, shell)).toMatchObject({ ok: false });
  });

  test.each([
    ['! rm -rf x', 'shell_prefix'],
    ['  !id', 'shell_prefix'],
    ['/clear', 'has_action'],
    [' /EXIT', 'has_action'],
    ['/config', 'opens_view'],
    ['/goal', 'opens_view'],
    ['/fast', 'opens_view'],
    ['/autocompact', 'opens_view'],
    ['/resume 1', 'opens_view'],
    ['/greet a\nb', 'command_lines'],
    [`/greet ${'a'.repeat(600)}`, 'command_long'],
    ['/', 'no_command'],
    ['/etc/passwd is what?', null],
    ['// a comment', null],
    ['#1 is open', null],
    ['@README.md', null],
    ['? what', null],
  ])('%s: %s', (text, code) => expect(refusal('claude-empty', text)).toBe(code));
});

describe("Claude's settings", () => {
  const shiftTab = (...modes: string[]) => modes.map((words) => inMode(words));

  test('Shift+Tab until the mode is reached; the footer is the proof', () => {
    const planned = planOf({ type: 'mode', mode: 'plan' }, screen('claude-empty'));
    if (!planned.ok) throw new Error(planned.reason.message);
    const { wrote, end } = drive(
      planned.steps,
      shiftTab('manual mode on', 'accept edits on', 'accept edits on', 'plan mode on'),
    );
    expect({ wrote, end }).toEqual({ wrote: ['shift-tab', 'shift-tab'], end: 'accepted' });
    expect(planned.shown?.()).toMatchObject({ source: 'screen', detail: expect.stringContaining('plan') });
  });

  test('a mode that is not there: once around, and no proof', () => {
    const planned = planOf({ type: 'mode', mode: 'bypassPermissions' }, screen('claude-empty'));
    if (!planned.ok) throw new Error(planned.reason.message);
    const around = shiftTab('accept edits on', 'plan mode on', 'auto mode on', 'manual mode on');
    expect(drive(planned.steps, around)).toMatchObject({ end: 'mode_not_offered' });
    expect(planned.shown?.()).toBeNull();
  });

  test('in that mode already: nothing is typed', () => {
    expect(planOf({ type: 'mode', mode: 'default' }, screen('claude-empty'))).toMatchObject({ ok: true, steps: [] });
  });

  test('interrupts only where the screen offers it', () => {
    expect(driven({ type: 'interrupt' }, [screen('claude-working')]).wrote).toEqual(['escape']);
    expect(driven({ type: 'interrupt' }, [screen('claude-empty')])).toEqual({ wrote: [], end: 'nothing_to_interrupt' });
    const insert = inMode('-- INSERT -- manual mode on');
    expect(driven({ type: 'interrupt' }, [insert, insert, screen('claude-working')]).wrote).toEqual([
      'escape',
      'escape',
    ]);
    expect(driven({ type: 'interrupt' }, [insert, screen('claude-empty')])).toEqual({
      wrote: ['escape'],
      end: 'not_shown',
    });
  });
});

describe('dialogs of the screen', () => {
  const requestOf = (name: string): Request => {
    const dialog = claudeKeystrokes.dialog(screen(name));
    if (dialog === null) throw new Error('Expected a dialog');
    const { id, text, choices } = dialog;
    const evidence = { source: 'screen', at: 0, detail: '' } as const;
    return {
      id,
      kind: 'trust',
      openedAt: 0,
      evidence,
      answer: { channel: 'keystrokes', via: 'tmux' },
      text,
      choices: [...choices],
    };
  };

  test.each([
    ['claude-trust', 'Accessing workspace:', ['deny No, exit', 'allow Yes, I trust this folder']],
    ['claude-bypass', 'WARNING: Claude Code', ['deny No, exit', 'allow Yes, I accept']],
    [
      'claude-mcp',
      'New MCP server',
      [
        'allow Use this MCP server',
        'allow_always Use this and all future MCP servers in this project',
        'deny Continue without using this MCP server',
      ],
    ],
  ])('%s', (name, text, choices) => {
    const request = requestOf(name);
    if (request.kind !== 'trust') throw new Error('Expected a dialog of the screen');
    expect(request.text).toMatch(new RegExp(`^${text}`));
    expect(request.choices.map(({ effect, label }) => `${effect} ${label}`)).toEqual(choices);
  });

  test.each(['claude-empty', 'claude-working', 'claude-background', 'claude-transcript', 'claude-after'])(
    '%s: none',
    (name) => expect(claudeKeystrokes.dialog(screen(name))).toBeNull(),
  );

  test('without digits the cursor is moved, and Enter only sent on the right row', () => {
    const stands = screen('claude-trust');
    const moved = screen('claude-trust', (row) =>
      /No,.*exit/.test(row) ? '   No, exit' : /Yes,.*trust/.test(row) ? ' ❯ Yes, I trust this folder' : row,
    );
    const request = requestOf('claude-trust');
    const approve: Action = { type: 'approve', requestId: request.id };
    expect(driven(approve, [stands, stands, stands, moved, screen('claude-empty')], request)).toEqual({
      wrote: ['down', 'enter'],
      end: 'accepted',
    });
    expect(
      driven({ type: 'deny', requestId: request.id }, [stands, stands, screen('claude-empty')], request).wrote,
    ).toEqual(['enter']);
    expect(driven(approve, [screen('claude-mcp')], request)).toEqual({ wrote: [], end: 'dialog_changed' });
    expect(driven(approve, [stands, screen('claude-mcp')], request)).toEqual({ wrote: [], end: 'dialog_changed' });
    expect(driven(approve, [screen('claude-empty')], request)).toEqual({ wrote: [], end: 'dialog_gone' });
  });

  const permission = (asked: Partial<Extract<Request, { kind: 'permission' }>>): Request => ({
    ...requestOf('claude-trust'),
    kind: 'permission',
    tool: 'Bash',
    title: 'a tool',
    choices: [
      { id: 'yes', label: 'Yes', effect: 'allow', takesMessage: false },
      { id: 'no', label: 'No', effect: 'deny', takesMessage: true },
    ],
    ...asked,
  });
  const yes: Action = { type: 'approve', requestId: 'r' };

  test('a permission by its digit, when the screen shows exactly its command', () => {
    const stands = screen('claude-bash');
    const request: Request = {
      ...requestOf('claude-trust'),
      kind: 'permission',
      tool: 'Bash',
      title: 'touch x',
      command: 'touch x',
      choices: [
        { id: 'yes', label: 'Yes', effect: 'allow', takesMessage: false },
        { id: 'no', label: 'No', effect: 'deny', takesMessage: true },
      ],
    };
    const approve: Action = { type: 'approve', requestId: request.id };
    expect(driven(approve, [stands, stands, screen('claude-empty')], request)).toEqual({
      wrote: ['type 1'],
      end: 'accepted',
    });
    expect(driven({ ...approve, type: 'deny' }, [stands, stands, screen('claude-empty')], request).wrote).toEqual([
      'type 4',
    ]);
    expect(driven(approve, [stands], { ...request, command: 'touch y' })).toEqual({ wrote: [], end: 'dialog_changed' });
    expect(driven({ ...approve, type: 'deny', message: 'use y' }, [stands], request).end).toBe('no_message');
  });

  test.each([
    ['a part of another command', 'touch x', 'ls', 'rm -rf calls'],
    ['the beginning of another command', 'touch x', 'rm -rf a', 'rm -rf a b'],
    ['a line of the description', 'touch x', 'Run what the test asked for', 'touch x'],
  ])('%s is another request: nothing is typed', (_what, row, command, shown) => {
    const stands = screen('claude-bash', (line) => line.replace(row, shown));
    expect(driven(yes, [stands, stands, screen('claude-empty')], permission({ command }))).toEqual({
      wrote: [],
      end: 'dialog_changed',
    });
    const own = permission({ command: shown });
    expect(driven(yes, [stands, stands, screen('claude-empty')], own).wrote).toEqual(['type 1']);
  });

  test('an edit only where the dialog names its file, as a whole and in its folder', () => {
    const edits = (path: string): Request => permission({ edits: [{ path, before: '', after: '' }] });
    const stands = screen('claude-bash', (line) =>
      line
        .replace('Run what the test asked for', 'src/b/data.ts')
        .replace('Do you want to proceed?', 'Do you want to make this edit to data.ts?'),
    );
    const drive = (path: string) => driven(yes, [stands, stands, screen('claude-empty')], edits(path));
    expect(drive('/p/src/b/data.ts').wrote).toEqual(['type 1']);
    for (const path of ['/p/src/b/a.ts', '/p/src/a/data.ts'])
      expect(drive(path)).toEqual({ wrote: [], end: 'dialog_changed' });
  });
});
