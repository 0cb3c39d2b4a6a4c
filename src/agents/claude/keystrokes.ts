import type { KeystrokePlanner, ScreenDialog, TypedAction, TypingPlan } from '../../ports/keystrokes.ts';
import type { ScreenSnapshot } from '../../ports/terminal.ts';
import type { Composer } from '../composer.ts';
import { hindrance, readScreen, type ClaudeScreen } from './screen.ts';
import { asScreenDialog, readDialog } from './screen-dialog.ts';
import { planAnswer } from './type-answer.ts';
import { planMode } from './type-mode.ts';
import { isPicker, planModel } from './type-model.ts';
import { planPrompt } from './type-prompt.ts';
import { holdsCommand, ifAlone, pasted, submitCommand } from './typing.ts';
import { enter, goOn, look, refuse } from '../steps.ts';

/** Claude's screen, for typing. What it relies on is in FORMAT.md, "Screen" and "Typing". */
export const claudeKeystrokes: KeystrokePlanner = {
  agent: 'claude',
  plan({ action, request }: TypedAction, screen: ScreenSnapshot): TypingPlan {
    if ('requestId' in action && isDialog(request)) return planAnswer(action, request, screen);
    const read = readScreen(screen);
    const stands = hindrance(read);
    if (stands !== null) return refuse(stands.code, stands.why, stands.next);
    switch (action.type) {
      case 'prompt':
        return planPrompt(action.text, action.attachments ?? []);
      case 'interrupt':
        return planInterrupt(read);
      case 'mode':
        return planMode(screen, action.mode);
      case 'model':
        return planModel(action.model, action.effort);
      case 'compact':
        return planCommand('/compact', action.instructions);
      case 'rename':
        return planCommand('/rename', action.title);
      case 'clear':
        return planCommand('/clear', undefined);
      case 'close':
        return planClose();
      default:
        return refuse('not_typable', 'AMC does not know how to type this', 'Do it in the pane.');
    }
  },
  dialog(screen: ScreenSnapshot): ScreenDialog | null {
    const read = readDialog(screen);
    return read === null || isPicker(read) ? null : asScreenDialog(read);
  },
};

function isDialog(request: TypedAction['request']): boolean {
  return request?.kind !== 'prose_question' && request?.kind !== 'error';
}

function planCommand(command: string, words: string | undefined): TypingPlan {
  const text = `${command} ${words ?? ''}`.trim();
  if (/[\r\n\t]/.test(text)) return refuse('command_lines', 'this must be one line', 'Take the line ends out.');
  if (text.length > 500) return refuse('command_long', 'this is too long for a command', 'Make it shorter.');
  return { ok: true, steps: submitCommand(text) };
}

/** The pane may go with the process, so nothing is looked at after Enter. */
function planClose(): TypingPlan {
  const holds = (composer: Composer): boolean => holdsCommand(composer, '/exit');
  return { ok: true, steps: [...pasted('/exit ', holds), look('/exit alone in the input box', ifAlone(holds, enter))] };
}

/**
 * Escape does other things when nothing runs (twice: it opens the history), so it is sent only where the footer offers it.
 * In vim's INSERT mode the footer does not: there the first Escape only leaves that mode, and the footer then tells.
 */
function planInterrupt({ footer }: ClaudeScreen): TypingPlan {
  if (offersInterrupt(footer)) return { ok: true, steps: [escape] };
  if (!footer.includes('-- INSERT --')) {
    return refuse('nothing_to_interrupt', 'its screen does not offer to be interrupted', 'Look at the pane.');
  }
  const offered = look('the offer to be interrupted', (now) =>
    offersInterrupt(readScreen(now).footer) ? goOn(escape) : null,
  );
  return { ok: true, steps: [escape, { kind: 'pause', ms: 500 }, offered] };
}

const escape = { kind: 'key', key: 'escape' } as const;

function offersInterrupt(footer: string): boolean {
  return footer.includes('esc to interrupt');
}
