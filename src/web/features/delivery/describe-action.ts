import type { Action } from '../../../contract/command.ts';
import type { Request } from '../../../contract/request.ts';
import { t } from '../../i18n/t.ts';

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
      const choice =
        request !== undefined && 'choices' in request
          ? request.choices.find(({ id }) => id === action.choiceId)
          : undefined;
      return choice === undefined || choice.effect === 'allow'
        ? t('action.approve')
        : t('action.approveWith', { choice: choice.label });
    }
    case 'deny':
      return action.message === undefined ? t('action.deny') : t('action.denyWith', { message: action.message });
    case 'interrupt':
      return t('action.interrupt');
  }
}
