import { createHash } from 'node:crypto';
import type { Choice } from '../../contract/request.ts';
import type { ScreenDialog } from '../../ports/keystrokes.ts';
import { type Menu } from './screen.ts';
import { squeezed } from '../steps.ts';

/** The same for the same menu, wherever the cursor stands in it. */
export function menuId({ text, rows }: Menu): string {
  const said = squeezed([text, ...rows.map(({ label }) => label)].join(' '));
  return `screen:${createHash('sha256').update(said).digest('hex').slice(0, 16)}`;
}

/** Its place and its words, so that another menu's choice is never taken for it. */
export function choiceIdOf(label: string, index: number): string {
  return `${index + 1}:${label}`;
}

/** A menu as a request. */
export function asDialog(menu: Menu): ScreenDialog {
  const choices = menu.rows.map(({ label }, index) => ({
    id: choiceIdOf(label, index),
    label,
    effect: effectOf(label),
    takesMessage: false,
  }));
  return { id: menuId(menu), text: menu.text, choices };
}

function effectOf(label: string): Choice['effect'] {
  if (/^(no\b|cancel|quit|skip|continue without)/i.test(label)) return 'deny';
  return /don't ask again|always|trust all/i.test(label) ? 'allow_always' : 'allow';
}
