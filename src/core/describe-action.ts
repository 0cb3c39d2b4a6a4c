import type { Action, QuestionAnswer } from '../contract/command.ts';

/** How much of a text goes into the audit log: enough to know it again, not all that was said. */
const TEXT_KEPT = 200;

/** An action in one line, as the audit log holds it. `about`: what the request it answers asks for. */
export function describeAction(action: Action, about?: string): string {
  const parts = [detailOf(action), about === undefined ? '' : `(${oneLine(about)})`].filter((part) => part !== '');
  return parts.length === 0 ? action.type : `${action.type}: ${parts.join(' ')}`;
}

function detailOf(action: Action): string {
  switch (action.type) {
    case 'prompt': {
      const files = action.attachments?.length ?? 0;
      return `${oneLine(action.text)}${files === 0 ? '' : ` [${files} ${files === 1 ? 'file' : 'files'}]`}`;
    }
    case 'answer':
      return oneLine(Object.values(action.answers).map(answerText).join('; '));
    case 'approve':
      return action.choiceId ?? '';
    case 'deny':
      return oneLine([action.choiceId, action.message].filter((part) => part !== undefined).join(' '));
    case 'mode':
      return action.mode;
    case 'model':
      return action.effort === undefined ? action.model : `${action.model}, effort ${action.effort}`;
    case 'compact':
      return oneLine(action.instructions ?? '');
    case 'rename':
      return oneLine(action.title);
    case 'interrupt':
    case 'clear':
    case 'close':
      return '';
  }
}

function answerText({ labels, text, note }: QuestionAnswer): string {
  return [...labels, text, note].filter((part) => part !== undefined && part !== '').join(', ');
}

function oneLine(text: string): string {
  const flat = text
    .slice(0, TEXT_KEPT * 4)
    .replaceAll(/\s+/g, ' ')
    .trim();
  const kept = [...flat].slice(0, TEXT_KEPT);
  return kept.length === [...flat].length && text.length <= TEXT_KEPT * 4 ? flat : `${kept.join('')}…`;
}
