import type { PageReader } from '../../../ports/log-reader.ts';
import { readLine, type RolloutLine } from './line.ts';
import { readMessage } from './message.ts';

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
      const read = readLine(line);
      if (read.kind === 'records') messages.push(...read.records.flatMap(messageOf));
    }
  }
  return messages;
}

function messageOf({ type, kind, payload, timestamp }: RolloutLine): CodexMessage[] {
  const read = type === 'response_item' && kind === 'message' ? readMessage(payload) : null;
  if (read?.kind !== 'visible' || read.message.text.trim() === '') return [];
  return [{ role: read.message.role, content: read.message.text, timestamp: timestamp ?? '' }];
}
