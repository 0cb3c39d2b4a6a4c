import type { ConversationItem } from '../../contract/conversation.ts';
import type { SearchRole } from '../../contract/search.ts';

const ROLES = {
  prompt: 'prompt',
  reply: 'reply',
  thinking: 'thinking',
  tool_call: 'tool',
  tool_result: 'output',
  note: 'note',
} as const satisfies Record<ConversationItem['kind'], SearchRole>;

/** Who or what said it. */
export function roleOf(item: ConversationItem): SearchRole {
  return ROLES[item.kind];
}

/** Whether it tells that something failed. */
export function isError(item: ConversationItem): boolean {
  return item.kind === 'tool_result' ? !item.ok : item.kind === 'note' && item.note === 'error';
}

/** What of an item is searched. Names of tools are left to the filter `tool:`: `Read` and `Edit` are in every session. */
export function searchedText(item: ConversationItem): string {
  switch (item.kind) {
    case 'prompt':
      return item.files === undefined ? item.text : [item.text, ...item.files].join('\n');
    case 'tool_call':
      return item.input.includes(item.summary) ? item.input : `${item.summary}\n${item.input}`;
    case 'tool_result':
      return item.output;
    case 'reply':
    case 'thinking':
    case 'note':
      return item.text;
  }
}
