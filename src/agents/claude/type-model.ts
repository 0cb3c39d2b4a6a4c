import type { TypingPlan } from '../../ports/keystrokes.ts';
import type { NextSteps, ScreenSnapshot } from '../../ports/terminal.ts';
import type { Composer } from '../composer.ts';
import { chooseSteps } from './type-answer.ts';
import { readScreen } from './screen.ts';
import { readDialog, type DialogRow, type ReadDialog } from './screen-dialog.ts';
import { holdsCommand, ifAlone, pasted } from './typing.ts';
import { enter, goOn, look, stop } from '../steps.ts';

const PICKER = 's to use this session only';
const PICKER_TIMEOUT_MS = 4_000;

/**
 * Through the list of models, because there a model can be taken for this session only: `/model <name>` would make it the
 * default of all that come. Every key is pressed only after a look at the list.
 */
export function planModel(model: string, effort: string | undefined): TypingPlan {
  const holds = (composer: Composer): boolean => holdsCommand(composer, '/model');
  const picker = look('its list of models', (now) => toModel(now, model, effort), PICKER_TIMEOUT_MS);
  return { ok: true, steps: [...pasted('/model ', holds), look('/model alone', ifAlone(holds, enter)), picker] };
}

function toModel(now: ScreenSnapshot, model: string, effort: string | undefined): NextSteps | null {
  const picker = readPicker(now);
  if (picker === null) return null;
  const target = picker.rows.findIndex((row) => modelIdOf(row.label) === model.toLowerCase());
  if (target === -1) return leave('model_not_offered', `this session does not offer the model ${model}`);
  const at = picker.rows.findIndex(({ selected }) => selected);
  if (at === target) return toEffort(now, model, effort, null);
  const moved = look('the next model', (seen) => {
    const next = readPicker(seen);
    return next === null || next.rows[at]?.selected === true ? null : toModel(seen, model, effort);
  });
  return goOn({ kind: 'key', key: at < target ? 'down' : 'up' }, moved);
}

function toEffort(
  now: ScreenSnapshot,
  model: string,
  effort: string | undefined,
  before: string | null,
): NextSteps | null {
  const current = effortOn(now);
  if (effort === undefined || current === effort) return take(model);
  const [from, to] = [EFFORTS.indexOf(current ?? ''), EFFORTS.indexOf(effort)];
  if (from === -1 || to === -1) return leave('effort_not_offered', `${model} does not offer the effort ${effort}`);
  if (current === before) return leave('effort_not_offered', `${model} offers no effort beyond ${current ?? 'none'}`);
  let looks = 0;
  const moved = look('the next effort', (seen) => {
    looks += 1;
    if (readPicker(seen) === null) return stop('view_changed', 'the list of models went away');
    return effortOn(seen) === current && looks < 10 ? null : toEffort(seen, model, effort, current);
  });
  return goOn({ kind: 'key', key: from < to ? 'right' : 'left' }, moved);
}

/** For this session only. It may ask whether it is worth it to read the conversation again: that was asked for. */
function take(model: string): NextSteps {
  const left = look(
    'that the list of models was left',
    (now) => {
      if (readScreen(now).composer.shown) return goOn();
      const asks = readDialog(now);
      const yes =
        asks?.text.includes('Switch model?') === true
          ? asks.rows.findIndex(({ label }) => label.startsWith('Yes, switch to '))
          : -1;
      return asks === null || yes === -1 ? null : goOn(...chooseSteps(asks, yes));
    },
    PICKER_TIMEOUT_MS,
  );
  const sure = look('the model in the list', (now) => {
    const picker = readPicker(now);
    const chosen = picker?.rows.find(({ selected }) => selected);
    if (chosen === undefined || modelIdOf(chosen.label) !== model.toLowerCase())
      return stop('view_changed', 'the list of models changed');
    return goOn({ kind: 'type', text: 's' }, left);
  });
  return goOn(sure);
}

function leave(code: string, reason: string): NextSteps {
  return goOn(
    { kind: 'key', key: 'escape' },
    look('the input box', (now) => (readScreen(now).composer.shown ? stop(code, reason) : null)),
  );
}

function readPicker(screen: ScreenSnapshot): ReadDialog | null {
  const read = readDialog(screen);
  return read !== null && isPicker(read) ? read : null;
}

/** A list of settings that a person has opened: nothing waits for an answer there. */
export function isPicker({ footer }: ReadDialog): boolean {
  return footer.startsWith(PICKER);
}

export const EFFORTS: readonly string[] = ['low', 'medium', 'high', 'xhigh', 'max'];

function effortOn(screen: ScreenSnapshot): string | null {
  const line = readScreen(screen).lines.findLast((text) => /^\s*\S \w+ effort\b.*to adjust/.test(text));
  return line === undefined ? null : (/^\s*\S (\w+) effort/.exec(line)?.[1]?.toLowerCase() ?? null);
}

/** `Default (recommended)  Use the …` and `Sonnet ✔   Sonnet 5.5 · …` begin with the model's name. */
function modelIdOf(label: DialogRow['label']): string {
  return (/^\S+/.exec(label)?.[0] ?? '').toLowerCase();
}
