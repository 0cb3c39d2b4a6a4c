import { readRows, textOf } from '../../lib/ansi-row.ts';
import type { KeystrokePlanner, TypedAction, TypingPlan } from '../../ports/keystrokes.ts';
import type { ScreenSnapshot } from '../../ports/terminal.ts';
import { draftOf, submitSteps, type Composer } from '../composer.ts';

/** Codex's screen, for typing where there is no server to speak to. What it relies on is in FORMAT.md, "Screen". */
export const codexKeystrokes: KeystrokePlanner = {
  agent: 'codex',
  plan(action: TypedAction, screen: ScreenSnapshot): TypingPlan {
    if (action.type === 'interrupt') return planInterrupt(screen);
    const composer = readComposer(screen);
    if (!composer.shown)
      return refuse('no_composer', 'its input box is not on the screen: a dialog or another view is open');
    if (composer.draft !== '') return refuse('draft', 'somebody has typed a draft there that is not sent yet');
    const first = action.text.trimStart()[0];
    if (first === '!' || first === '/')
      return refuse('prefix', `a prompt that begins with "${first}" is a command to Codex`);
    return { ok: true, steps: submitSteps(action.text, readComposer) };
  },
};

/** The last row that begins with `›`, to the next blank row; a numbered row is a dialog's selected choice. */
export function readComposer(screen: ScreenSnapshot): Composer {
  const rows = readRows(screen.ansi ?? screen.lines);
  const start = rows.findLastIndex((cells) => cells[0]?.char === '›');
  const first = rows[start];
  if (first === undefined || /^›\s+\d+\.\s/.test(textOf(first))) return { shown: false };
  const more = rows.slice(start + 1);
  const blank = more.findIndex((cells) => textOf(cells).trim() === '');
  return { shown: true, draft: draftOf([...first.slice(1), ...more.slice(0, Math.max(blank, 0)).flat()]) };
}

function planInterrupt(screen: ScreenSnapshot): TypingPlan {
  const working = screen.lines.some((line) => /Working \(.*esc to interrupt\)/.test(line));
  return working
    ? { ok: true, steps: [{ kind: 'key', key: 'escape' }] }
    : refuse('nothing_to_interrupt', 'its screen does not offer to be interrupted');
}

function refuse(code: string, why: string): TypingPlan {
  return { ok: false, reason: { code, message: `Nothing was typed: ${why}.`, next: 'Look at the pane.' } };
}
