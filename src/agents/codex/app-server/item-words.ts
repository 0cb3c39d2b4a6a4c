import { z } from 'zod';
import { isFilePart } from '../attachments.ts';
import { firstLine, innerCommand } from '../command-text.ts';
import { pathsOf } from './edits.ts';
import type { Item } from './schemas.ts';

const Part = z.looseObject({ type: z.string(), text: z.string().nullish() });

/** What the agent does while this item is in progress; null for items that are no doing of its own. */
export function doingOf(item: Item): string | null {
  switch (item.type) {
    case 'commandExecution':
      return `running ${firstLine(innerCommand(word(item['command'])))}`;
    case 'fileChange':
      return `editing ${firstLine(pathsOf(item['changes']).join(', ')) || 'files'}`;
    case 'mcpToolCall':
      return `calling ${word(item['server'])}/${word(item['tool'])}`;
    case 'dynamicToolCall':
    case 'collabAgentToolCall':
      return `calling ${word(item['tool'])}`;
    case 'webSearch':
      return `searching the web: ${firstLine(word(item['query']))}`;
    case 'reasoning':
      return 'thinking';
    case 'agentMessage':
      return 'writing';
    case 'plan':
      return 'planning';
    case 'contextCompaction':
      return 'compacting its context';
    case 'imageGeneration':
      return 'making an image';
    case 'userMessage':
    case 'hookPrompt':
      return null;
    default:
      return item.type;
  }
}

/** The text of a `userMessage`: what the person typed, without its images and mentions. */
export function userTextOf(item: Item): string {
  const parts = z.array(z.unknown()).safeParse(item['content']);
  return (parts.data ?? [])
    .map((part) => Part.safeParse(part).data)
    .flatMap((part) => (part?.type === 'text' && part.text && !isFilePart(part.text) ? [part.text] : []))
    .join('\n');
}

export function messageTextOf(item: Item): string {
  return word(item['text']);
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
