import type { Action } from '../../contract/command.ts';
import type { KeystrokePlanner, TypedAction, TypingPlan } from '../../ports/keystrokes.ts';
import type { ScreenSnapshot } from '../../ports/terminal.ts';
import { asDialog } from './menu-dialog.ts';
import { prefixOf } from './prefix.ts';
import { readComposer, readMenu } from './screen.ts';
import { planAnswer } from './type-answer.ts';
import { planMode } from './type-mode.ts';
import { submit } from './typing.ts';
import { refuse } from '../steps.ts';

/** Codex's screen, for typing where there is no server to speak to. What it relies on is in FORMAT.md §8. */
export const codexKeystrokes: KeystrokePlanner = {
  agent: 'codex',
  plan({ action, request }: TypedAction, screen: ScreenSnapshot): TypingPlan {
    if (action.type === 'interrupt') return planInterrupt(screen);
    if (action.type === 'answer' || action.type === 'approve' || action.type === 'deny')
      return planAnswer(action, request);
    const composer = readComposer(screen);
    if (!composer.shown)
      return refuse('no_composer', 'its input box is not on the screen: a dialog or another view is open');
    if (composer.draft !== '') return refuse('draft', 'somebody has typed a draft there that is not sent yet');
    return planText(action, screen);
  },
  dialog(screen) {
    const menu = readMenu(screen);
    return menu === null ? null : asDialog(menu);
  },
};

function planText(
  action: Exclude<Action, { type: 'interrupt' | 'answer' | 'approve' | 'deny' }>,
  screen: ScreenSnapshot,
): TypingPlan {
  switch (action.type) {
    case 'prompt':
      return planPrompt(action, screen);
    case 'mode':
      return planMode(action.mode);
    case 'compact':
      return (action.instructions ?? '').trim() === ''
        ? { ok: true, steps: submit('/compact') }
        : refuse('takes_no_instructions', 'Codex takes no instructions for compacting');
    case 'rename':
      return /[\r\n]/.test(action.title)
        ? refuse('one_line', 'a name is one line')
        : { ok: true, steps: submit(`/rename ${action.title}`) };
    case 'close':
      return { ok: true, steps: submit('/quit') };
    default:
      return refuse('not_typable', 'AMC does not know how to type this');
  }
}

/** A `/` in front is a command of the terminal whatever follows: a path too. */
function planPrompt(
  { text, attachments = [] }: Extract<Action, { type: 'prompt' }>,
  screen: ScreenSnapshot,
): TypingPlan {
  if (attachments.length > 0)
    return refuse('no_attachments', 'files cannot be typed to Codex', 'Name them in the text.');
  const reason = prefixOf(text);
  if (reason !== null) return { ok: false, reason };
  if (text.trimStart().startsWith('/'))
    return refuse('prefix', 'what begins with "/" is a command in its terminal', 'Put a word before it.');
  if (isTooTall(text, screen))
    return refuse(
      'too_tall',
      'its pane is too low to show this text, so it could not be checked',
      'Make the pane higher.',
    );
  // At a last word with `@` or `$` Codex opens a list, and Enter would choose from it. A blank ends the word.
  const open = /(^|\s)[@$]\S*$/.test(text);
  return { ok: true, steps: submit(open ? `${text} ` : text) };
}

/** Longer pastes are folded into a mark of one row. */
const FOLDED_FROM = 1_000;
/** What its box is indented by, and the rows it leaves to what stands above and below. */
const INDENT = 4;
const OTHER_ROWS = 12;

function isTooTall(text: string, { cols, rows }: ScreenSnapshot): boolean {
  if (text.length >= FOLDED_FROM) return false;
  const width = Math.max(1, cols - INDENT);
  const needed = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
  return needed > rows - OTHER_ROWS;
}

function planInterrupt(screen: ScreenSnapshot): TypingPlan {
  const working = screen.lines.some((line) => /Working \(.*esc to interrupt\)/.test(line));
  return working && readMenu(screen) === null
    ? { ok: true, steps: [{ kind: 'key', key: 'escape' }] }
    : refuse('nothing_to_interrupt', 'its screen does not offer to be interrupted');
}
