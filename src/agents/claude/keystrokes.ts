import { readRows, textOf, type Cell } from '../../lib/ansi-row.ts';
import type { KeystrokePlanner, TypedAction, TypingPlan } from '../../ports/keystrokes.ts';
import type { ScreenSnapshot } from '../../ports/terminal.ts';
import { draftOf, submitSteps, type Composer } from '../composer.ts';

/** Claude's screen, for typing. What it relies on is in FORMAT.md, "Screen". */
export const claudeKeystrokes: KeystrokePlanner = {
  agent: 'claude',
  plan(action: TypedAction, screen: ScreenSnapshot): TypingPlan {
    const composer = readComposer(screen);
    if (!composer.shown) {
      return refuse(
        'no_composer',
        'its input box is not on the screen: a dialog or another view is open',
        'Look at the pane.',
      );
    }
    if (isVimNormal(screen)) {
      return refuse(
        'vim_normal',
        'its input box is in vim NORMAL mode, where text would run as commands',
        'Press i in the pane.',
      );
    }
    if (composer.draft !== '') {
      return refuse(
        'draft',
        'somebody has typed a draft there that is not sent yet',
        'Send or clear the draft in the pane.',
      );
    }
    return action.type === 'prompt' ? planPrompt(action.text) : planInterrupt(screen);
  },
};

/** Between the last two horizontal rules, the first row marked `❯`. */
export function readComposer(screen: ScreenSnapshot): Composer {
  const rows = readRows(screen.ansi ?? screen.lines);
  const rules = rows.flatMap((cells, index) => (isRule(cells) ? [index] : []));
  const bottom = rules.at(-1);
  const top = rules.at(-2);
  if (bottom === undefined || top === undefined || bottom - top < 2) return { shown: false };
  const [first = [], ...more] = rows.slice(top + 1, bottom);
  if (first[0]?.char !== '❯') return { shown: false };
  return { shown: true, draft: draftOf([...first.slice(1), ...more.flat()]) };
}

function planPrompt(text: string): TypingPlan {
  const first = text.trimStart()[0];
  if (first === '!' || first === '/' || first === '#') {
    return refuse(
      'prefix',
      `a prompt that begins with "${first}" is no prompt to Claude Code but a command, and AMC does not send those yet`,
      'Type it in the pane, or put a word before it.',
    );
  }
  return { ok: true, steps: submitSteps(text, readComposer) };
}

/** Escape does other things when nothing runs (twice: it opens the history), so it is sent only where the footer offers it. */
function planInterrupt(screen: ScreenSnapshot): TypingPlan {
  if (!footer(screen).includes('esc to interrupt')) {
    return refuse('nothing_to_interrupt', 'its screen does not offer to be interrupted', 'Look at the pane.');
  }
  return { ok: true, steps: [{ kind: 'key', key: 'escape' }] };
}

function isVimNormal(screen: ScreenSnapshot): boolean {
  return footer(screen).includes('-- NORMAL --');
}

/** What stands below the input box, as one line: narrow panes wrap it. */
function footer(screen: ScreenSnapshot): string {
  const rows = readRows(screen.ansi ?? screen.lines);
  const bottom = rows.findLastIndex(isRule);
  return rows
    .slice(bottom + 1)
    .map((cells) => textOf(cells).trim())
    .join(' ');
}

function isRule(cells: readonly Cell[]): boolean {
  const text = textOf(cells).trim();
  return text.length >= 10 && /^─+( .* ─+)?$/.test(text);
}

function refuse(code: string, why: string, next: string): TypingPlan {
  return { ok: false, reason: { code, message: `Nothing was typed: ${why}.`, next } };
}
