import type { Action } from '../../contract/command.ts';
import { line } from '../format.ts';

/** What was asked for, in a few words. */
export function actionText(action: Action): string {
  switch (action.type) {
    case 'prompt':
      return `prompt "${line(action.text, 50)}"`;
    case 'mode':
      return `mode ${line(action.mode, 30)}`;
    case 'model':
      return `model ${line(action.model, 40)}${action.effort === undefined ? '' : `, effort ${line(action.effort, 20)}`}`;
    case 'rename':
      return `rename to "${line(action.title, 50)}"`;
    default:
      return action.type;
  }
}
