import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ScreenSnapshot } from '../../ports/terminal.ts';
import { claudeKeystrokes, readComposer } from './keystrokes.ts';

/** Screens recorded from Claude Code 2.1.330 in tmux 3.3a with `capture-pane -p -e`. */
function screen(name: string): ScreenSnapshot {
  const ansi = readFileSync(new URL(`../../../test/fixtures/screens/${name}.txt`, import.meta.url), 'utf8').split('\n');
  // oxlint-disable-next-line no-control-regex -- strips the rendition
  return { at: 0, cols: 200, rows: 50, ansi, lines: ansi.map((row) => row.replaceAll(/\x1b\[[0-9;]*m/g, '')) };
}

const plan = (name: string, text = 'hello there') => claudeKeystrokes.plan({ type: 'prompt', text }, screen(name));
const refusal = (name: string, text?: string) => {
  const planned = plan(name, text);
  return planned.ok ? null : planned.reason.code;
};

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

  test.each(['claude-ask', 'claude-bash'])('%s: a dialog is no input box', (name) => {
    expect(readComposer(screen(name))).toEqual({ shown: false });
  });
});

describe('typing to Claude', () => {
  test('pastes, waits for the echo, and sends Enter by itself', () => {
    const planned = plan('claude-empty');
    expect(planned.ok && planned.steps.map(({ kind }) => kind)).toEqual(['paste', 'expect', 'pause', 'key']);
  });

  test('the echo counts only when the box shows the text', () => {
    const planned = plan('claude-empty', 'please write\na draft');
    const step = planned.ok ? planned.steps[1] : undefined;
    if (step?.kind !== 'expect') throw new Error('Expected an echo step');
    expect(step.test(screen('claude-draft'))).toBe(false);
    const short = plan('claude-empty', 'a draft');
    const echo = short.ok ? short.steps[1] : undefined;
    expect(echo?.kind === 'expect' && echo.test(screen('claude-draft'))).toBe(true);
    expect(step.test(screen('claude-empty'))).toBe(false);
  });

  test('never over a draft, into a dialog, or as a command', () => {
    expect(refusal('claude-draft')).toBe('draft');
    expect(refusal('claude-ask')).toBe('no_composer');
    expect(refusal('claude-bash')).toBe('no_composer');
    expect(refusal('claude-empty', '! rm -rf x')).toBe('prefix');
    expect(refusal('claude-empty', '  /clear')).toBe('prefix');
  });

  test('a shell is not Claude', () => {
    const shell = { at: 0, cols: 80, rows: 3, lines: ['$ ls', 'a b', '$ '], ansi: ['$ ls', 'a b', '$ '] };
    expect(claudeKeystrokes.plan({ type: 'prompt', text: 'x' }, shell)).toMatchObject({ ok: false });
  });

  test('interrupts only where the screen offers it', () => {
    expect(claudeKeystrokes.plan({ type: 'interrupt' }, screen('claude-working'))).toEqual({
      ok: true,
      steps: [{ kind: 'key', key: 'escape' }],
    });
    expect(claudeKeystrokes.plan({ type: 'interrupt' }, screen('claude-empty'))).toMatchObject({ ok: false });
  });
});
