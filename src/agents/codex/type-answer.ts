import type { Action } from '../../contract/command.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Request } from '../../contract/request.ts';
import type { TypingPlan } from '../../ports/keystrokes.ts';
import type { InputStep, NextSteps, ScreenSnapshot } from '../../ports/terminal.ts';
import { choiceIdOf, menuId } from './menu-dialog.ts';
import { readMenu, type Menu } from './screen.ts';
import { goOn, look, refuse, squeezed, stop } from '../steps.ts';

const LEFT_TIMEOUT_MS = 4_000;

/**
 * An answer to a dialog: one key, no Enter, and only while the screen shows the dialog of exactly this request. It is
 * drawn a moment after the rollout tells of it, so it is waited for.
 */
export function planAnswer(action: Action, request: Request | null): TypingPlan {
  if (request === null) return refuse('request_unknown', 'AMC does not know this request any more');
  if (action.type === 'deny' && (action.message ?? '').trim() !== '')
    return refuse('takes_no_message', 'words cannot be typed into this dialog', 'Deny it, then send them as a prompt.');
  const choose = (screen: ScreenSnapshot): NextSteps | null => {
    const menu = readMenu(screen);
    if (menu === null) return null;
    if (!shows(menu, request)) return stop('dialog_changed', 'the dialog on the screen is not the one of this request');
    const row = menu.rows.find((one, index) => fits(action, request, one.label, index));
    if (row === undefined) return stop('choice_gone', 'the dialog does not offer this');
    const key: InputStep = row.key === 'esc' ? { kind: 'key', key: 'escape' } : { kind: 'type', text: row.key };
    return goOn(
      key,
      left(menuId(menu), (at) => (seen = taken(at, row.label))),
    );
  };
  let seen: Evidence | null = null;
  return { ok: true, steps: [look('its dialog on the screen', choose)], shown: () => seen };
}

/** That this dialog is gone: whether the key was taken is not known before. */
function left(id: string, told: (at: number) => void): InputStep {
  const gone = (screen: ScreenSnapshot): NextSteps | null => {
    const menu = readMenu(screen);
    if (menu !== null && menuId(menu) === id) return null;
    told(screen.at);
    return goOn();
  };
  return look('that the dialog was left', gone, LEFT_TIMEOUT_MS);
}

/** The rollout does not record that Codex asks, nor who answered: the screen is all that tells. */
function taken(at: number, label: string): Evidence {
  return { source: 'screen', at, detail: `the dialog was left by its choice "${label}"` };
}

/** The dialog names what the request is about: the whole command, the question, or all of itself. */
function shows(menu: Menu, request: Request): boolean {
  const shown = squeezed(menu.text);
  switch (request.kind) {
    case 'permission': {
      const { command } = request;
      return (
        command !== undefined && menu.text.startsWith('Would you like to run') && commandIn(menu) === squeezed(command)
      );
    }
    case 'question': {
      const [question, ...more] = request.questions;
      return question !== undefined && more.length === 0 && shown.endsWith(squeezed(question.text));
    }
    case 'plan':
      return menu.text.startsWith('Implement this plan?');
    case 'trust':
      return menuId(menu) === request.id;
    default:
      return false;
  }
}

/** The command stands last, behind a `$` at the beginning of a line; null: there is none. */
function commandIn({ text }: Menu): string | null {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('$ '));
  return start === -1 ? null : squeezed(lines.slice(start).join('').slice(2));
}

function fits(action: Action, request: Request, label: string, index: number): boolean {
  switch (request.kind) {
    case 'trust': {
      const id = action.type === 'approve' || action.type === 'deny' ? action.choiceId : undefined;
      const wanted = request.choices.find((choice) =>
        id === undefined ? choice.effect === (action.type === 'approve' ? 'allow' : 'deny') : choice.id === id,
      );
      return wanted !== undefined && choiceIdOf(label, index) === wanted.id;
    }
    case 'question': {
      const answer = action.type === 'answer' ? action.answers[request.questions[0]?.id ?? ''] : undefined;
      const bare = (answer?.text ?? '').trim() === '' && (answer?.note ?? '').trim() === '';
      return bare && answer?.labels.length === 1 && answer.labels[0] === label;
    }
    default:
      if (action.type === 'approve' && (action.choiceId === undefined || ALLOWS.has(action.choiceId)))
        return /^Yes, (proceed|implement this plan)$/.test(label);
      return action.type === 'deny' && label.startsWith('No, ');
  }
}

const ALLOWS = new Set(['accept', 'implement']);
