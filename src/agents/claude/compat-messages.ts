import type { PageReader } from '../../ports/log-reader.ts';
import { blocksOf, recordsOn, textsOf, type TranscriptRecord } from './record.ts';
import { findTranscript } from './transcript-path.ts';
import { isHiddenFromCompat } from './user-text.ts';

/** A message as the original's `/api/conversation` answers it; `timestamp` is Claude Code's own text. */
export interface ClaudeMessage {
  role: 'user' | 'assistant';
  content: string;
  timestamp: string;
}

export interface ClaudeMessagesOptions {
  configDirs: readonly string[];
  pages: PageReader;
  sessionId: string;
  /** In any form, or unknown. */
  projectDir: string | null;
}

/** The whole conversation as plain messages; empty when there is no transcript of exactly this id. */
export async function claudeMessages({
  configDirs,
  pages,
  sessionId,
  projectDir,
}: ClaudeMessagesOptions): Promise<ClaudeMessage[]> {
  const found = await findTranscript({ configDirs, sessionId, projectDir });
  if (found === null) return [];
  const messages: ClaudeMessage[] = [];
  for await (const { lines } of pages.forward(found.path)) {
    for (const line of lines) {
      for (const record of recordsOn(line)) {
        const message = messageOf(record);
        if (message !== null) messages.push(message);
      }
    }
  }
  return messages;
}

function messageOf(record: TranscriptRecord): ClaudeMessage | null {
  if (record.isSidechain || record.isMeta || record.isCompactSummary) return null;
  const timestamp = record.timestamp ?? '';
  switch (record.type) {
    case 'user':
      return spoken('user', record.message?.content, timestamp);
    case 'assistant':
      return spoken('assistant', record.message?.content, timestamp);
    case 'attachment':
      return record.attachment?.type === 'queued_command' ? spoken('user', record.attachment.prompt, timestamp) : null;
    default:
      return null;
  }
}

function spoken(role: ClaudeMessage['role'], content: unknown, timestamp: string): ClaudeMessage | null {
  const texts = textsOf(blocksOf(content)).filter((text) =>
    role === 'user' ? !isHiddenFromCompat(text) : text.trim() !== '',
  );
  return texts.length === 0 ? null : { role, content: texts.join('\n'), timestamp };
}
