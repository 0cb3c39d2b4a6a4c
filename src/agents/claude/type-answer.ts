import type { Action } from '../../contract/command.ts';
import type { Request } from '../../contract/request.ts';
import type { TypingPlan } from '../../ports/keystrokes.ts';
import type { InputStep, NextSteps, ScreenSnapshot } from '../../ports/terminal.ts';
import { choiceIdOf, dialogId, readDialog, type ReadDialog } from './screen-dialog.ts';
import { asksForPermission, asksQuestion } from './shown-request.ts';
import { enter, goOn, look, refuse, stop } from '../steps.ts';

/** Dialogs take no keys for a moment after they are drawn, ms. */
const DIALOG_GUARD_MS = 500;
const LEFT_TIMEOUT_MS = 4_000;
const DRAWN_TIMEOUT_MS = 2_000;

/** An answer to a dialog: one row of it, and only when the screen shows the dialog of exactly this request. */
export function planAnswer(action: Action, request: Request | null, screen: ScreenSnapshot): TypingPlan {
  const read = readDialog(screen);
  if (request === null)
    return refuse('request_unknown', 'AMC does not know this request any more', 'Look at the pane.');
  if (read === null) {
    // What only the screen tells is gone with it; of all else the records tell a moment before the dialog is drawn.
    return request.kind === 'trust'
      ? refuse('dialog_gone', 'its dialog is not on the screen', 'Look at the pane.')
      : { ok: true, steps: [onceDrawn(action, request)] };
  }
  const row = rowFor(action, request, read);
  return typeof row === 'number'
    ? { ok: true, steps: chooseSteps(read, row) }
    : refuse(row.code, row.why, 'Answer it in the pane.');
}

function onceDrawn(action: Action, request: Request): InputStep {
  const choose = (now: ScreenSnapshot): NextSteps | null => {
    const read = readDialog(now);
    if (read === null) return null;
    const row = rowFor(action, request, read);
    return typeof row === 'number' ? goOn(...chooseSteps(read, row)) : stop(row.code, row.why);
  };
  return look('its dialog', choose, DRAWN_TIMEOUT_MS);
}

/** Chooses a row: by its digit, else with the cursor. Looked at again before each key; left when the dialog is gone. */
export function chooseSteps(read: ReadDialog, index: number): readonly InputStep[] {
  const id = dialogId(read);
  const gone = look(
    'that the dialog was left',
    (now) => {
      const next = readDialog(now);
      return next !== null && dialogId(next) === id ? null : goOn();
    },
    LEFT_TIMEOUT_MS,
  );
  const choose = (now: ScreenSnapshot): NextSteps => {
    const next = readDialog(now);
    const row = next?.rows[index];
    if (next === null || row === undefined || dialogId(next) !== id) {
      return stop('dialog_changed', 'another dialog stands there now, or none');
    }
    if (row.digit !== null) return goOn({ kind: 'type', text: row.digit }, gone);
    if (row.selected) return goOn(enter, gone);
    const at = next.rows.findIndex(({ selected }) => selected);
    const moved = look('the cursor on the next choice', (seen) =>
      readDialog(seen)?.rows[at]?.selected === true ? null : choose(seen),
    );
    return goOn({ kind: 'key', key: at < index ? 'down' : 'up' }, moved);
  };
  return [{ kind: 'pause', ms: DIALOG_GUARD_MS }, look('the dialog', choose)];
}

type Row = number | { code: string; why: string };

function rowFor(action: Action, request: Request, read: ReadDialog): Row {
  if (action.type === 'deny' && (action.message ?? '') !== '')
    return { code: 'no_message', why: 'a message cannot be typed into this dialog' };
  switch (request.kind) {
    case 'trust':
      return dialogId(read) === request.id ? trustRow(action, request, read) : changed;
    case 'permission':
      return asksForPermission(request, read) ? permissionRow(action, request, read) : changed;
    case 'question':
      return questionRow(action, request, read);
    default:
      return { code: 'not_typable', why: `AMC does not type answers to this kind of request (${request.kind})` };
  }
}

const changed = { code: 'dialog_changed', why: 'the dialog on the screen is not the one of this request' };
const noRow = { code: 'choice_gone', why: 'the dialog does not offer this choice' };

function trustRow(action: Action, { choices }: Extract<Request, { kind: 'trust' }>, { rows }: ReadDialog): Row {
  if (action.type !== 'approve' && action.type !== 'deny') return noRow;
  const { choiceId } = action;
  const wanted = choices.find(({ id, effect }) =>
    choiceId === undefined ? effect === (action.type === 'approve' ? 'allow' : 'deny') : id === choiceId,
  );
  const isFit =
    wanted !== undefined && (wanted.effect === 'deny' || wanted.effect === 'cancel') === (action.type === 'deny');
  return isFit ? found(rows.findIndex((row, index) => choiceIdOf(row, index) === wanted.id)) : noRow;
}

function permissionRow(
  action: Action,
  { choices }: Extract<Request, { kind: 'permission' }>,
  { rows }: ReadDialog,
): Row {
  if (action.type === 'deny') return found(rows.findIndex(({ label }) => /^No\b/.test(label)));
  if (action.type !== 'approve') return noRow;
  const wanted = choices.find(({ id, effect }) =>
    action.choiceId === undefined ? effect === 'allow' : id === action.choiceId,
  );
  return wanted?.effect === 'allow' ? found(rows.findIndex(({ label }) => label === 'Yes')) : noRow;
}

function questionRow(action: Action, { questions }: Extract<Request, { kind: 'question' }>, read: ReadDialog): Row {
  const [question, ...more] = questions;
  if (action.type !== 'answer' || question === undefined || more.length > 0 || question.multiSelect) {
    return { code: 'not_typable', why: 'AMC types the answer to a single question with one choice only' };
  }
  const { labels = [], text, note } = action.answers[question.id] ?? {};
  if (labels.length !== 1 || (text ?? '') !== '' || (note ?? '') !== '')
    return { code: 'not_typable', why: 'AMC types only the choice of one of its options' };
  if (!asksQuestion(question.text, read)) return changed;
  return found(read.rows.findIndex(({ label, digit }) => digit !== null && label === labels[0]));
}

function found(index: number): Row {
  return index === -1 ? noRow : index;
}
