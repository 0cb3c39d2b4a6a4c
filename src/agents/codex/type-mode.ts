import type { TypingPlan } from '../../ports/keystrokes.ts';
import type { NextSteps, ScreenSnapshot } from '../../ports/terminal.ts';
import { PLAN, presetLabel } from './modes.ts';
import { readMenu } from './screen.ts';
import { submit } from './typing.ts';
import { goOn, look, refuse, stop } from '../steps.ts';

/** Plan mode by its command; a preset in the menu of `/permissions`, by its words. */
export function planMode(mode: string): TypingPlan {
  if (mode === PLAN) return { ok: true, steps: submit('/plan') };
  const label = presetLabel(mode);
  if (label === null) return refuse('no_such_mode', `Codex has no mode "${mode}"`, 'Load the session again.');
  // It asks once more, in a view of its own, and that question is a person's to answer.
  if (mode === 'full-access')
    return refuse(
      'confirmed_there',
      'Codex asks once more before it gives full access',
      'Type /permissions in the pane.',
    );
  const choose = (screen: ScreenSnapshot): NextSteps | null => {
    const menu = readMenu(screen);
    if (menu === null) return null;
    const row = menu.rows.find((one) => one.label.replace(/ \(current\)$/, '') === label);
    if (!menu.text.startsWith('Update Model Permissions') || row === undefined)
      return stop('menu_changed', 'its menu of permissions is not the known one; it stands open in the pane');
    const gone = look('that the menu was left', (now) => (readMenu(now) === null ? goOn() : null));
    return goOn({ kind: 'type', text: row.key }, gone);
  };
  return { ok: true, steps: [...submit('/permissions'), look('the menu of permissions', choose)] };
}
