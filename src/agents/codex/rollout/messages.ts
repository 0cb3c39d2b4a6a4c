import { parseJsonLine } from '../../../lib/json-line.ts';
import type { PageReader } from '../../../ports/log-reader.ts';
import { readMessage } from './message.ts';
import { readRecord, textOrNull } from './record.ts';

/** A message as the original server showed it. `timestamp` is the rollout's own text. */
export interface CodexMessage {
  role: 'user' | 'assistant';
  content: string;
  timestamp: string;
}

/** The whole conversation as the original server showed it: what the user and the assistant said, in text, oldest first. */
export async function readMessages({ pages, path }: { pages: PageReader; path: string }): Promise<CodexMessage[]> {
  const messages: CodexMessage[] = [];
  for await (const { lines } of pages.forward(path)) {
    for (const line of lines) {
      const parsed = parseJsonLine(line);
      if (parsed.kind !== 'object') continue;
      const { record } = readRecord(parsed.value);
      const read = record.type === 'item' && record.payload['type'] === 'message' ? readMessage(record.payload) : null;
      if (read?.kind !== 'visible' || read.message.text.trim() === '') continue;
      const { role, text } = read.message;
      messages.push({ role, content: text, timestamp: textOrNull(parsed.value['timestamp']) ?? '' });
    }
  }
  return messages;
}
