import type { Action } from '../../../contract/command.ts';
import type { Request } from '../../../contract/request.ts';
import { t } from '../../i18n/t.ts';
import { modeName, shortModel } from '../../lib/words.ts';

/** What was asked for, in a few words. The request, while it is known, tells the names of choices. */
export function describeAction(action: Action, request?: Request): string {
  switch (action.type) {
    case 'prompt':
      return action.text;
    case 'answer':
      return t('action.answer', {
        text: Object.values(action.answers)
          .map(({ labels, text }) => [...labels, ...(text === undefined ? [] : [text])].join(', '))
          .join(' · '),
      });
    case 'approve': {
      const choice = choiceOf(request, action.choiceId);
      return choice === undefined || choice.effect === 'allow'
        ? t('action.approve')
        : t('action.approveWith', { choice: choice.label });
    }
    case 'deny': {
      const choice = choiceOf(request, action.choiceId);
      if (action.message !== undefined) return t('action.denyWith', { message: action.message });
      return choice === undefined ? t('action.deny') : t('action.approveWith', { choice: choice.label });
    }
    case 'interrupt':
      return t('action.interrupt');
    case 'mode':
      return t('action.mode', { mode: modeName(action.mode) });
    case 'model':
      return t('action.model', { model: [shortModel(action.model), action.effort].filter(Boolean).join(', ') });
    case 'compact':
      return action.instructions === undefined
        ? t('action.compact')
        : t('action.compactWith', { instructions: action.instructions });
    case 'clear':
      return t('action.clear');
    case 'rename':
      return t('action.rename', { title: action.title });
    case 'close':
      return t('action.close');
  }
}

function choiceOf(request: Request | undefined, choiceId: string | undefined) {
  if (request === undefined || choiceId === undefined || !('choices' in request)) return undefined;
  return request.choices.find(({ id }) => id === choiceId);
}
