import type { Claude } from '../rig/claude.ts';
import type { Codex } from '../rig/codex.ts';
import { at } from '../rig/json-lines.ts';
import type { AgentRecord } from '../rig/agent.ts';

/** What an agent wrote down as said by the user, read here without any of AMC's own code. */
export function promptsOf(agent: Claude | Codex): readonly string[] {
  const read = 'threadId' in agent ? codexPrompt : claudePrompt;
  return agent.records().flatMap((record) => read(record));
}

/** A `user` record; of what was typed while it worked, the attachment that took it along. */
function claudePrompt(record: AgentRecord): string[] {
  if (record.type === 'attachment' && at(record, 'attachment', 'type') === 'queued_command') {
    return textsOf(at(record, 'attachment', 'prompt'));
  }
  return record.type === 'user' && record.isMeta !== true ? textsOf(at(record, 'message', 'content')) : [];
}

function codexPrompt(record: AgentRecord): string[] {
  return record.type === 'response_item' && at(record, 'payload', 'role') === 'user'
    ? textsOf(at(record, 'payload', 'content'))
    : [];
}

/** Claude writes a paste of several lines between marks. */
function textsOf(content: unknown): string[] {
  if (typeof content === 'string') return [content.replaceAll(/<\/?pasted_content id="\w*">\n?/g, '')];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: AgentRecord) => (typeof part['text'] === 'string' ? textsOf(part['text']) : []));
}
