import type { ConversationItem } from '../../contract/conversation.ts';
import { blocksOf, resultText, type Block, type TranscriptRecord } from './record.ts';
import { toolSummary } from './tool-line.ts';
import { readUserText } from './user-text.ts';

/** A tool's input and output are cut here, in characters. */
const MAX_TEXT = 20_000;
const MAX_SUMMARY = 2_000;
/** What Claude Code writes for itself when there was nothing to say. */
const NO_REPLY = 'No response requested.';

/** What of an item differs between kinds; id and time are the record's. */
type Content = ConversationItem extends infer I ? (I extends ConversationItem ? Omit<I, 'id' | 'at'> : never) : never;

/** What a record adds to the conversation as people read it; most kinds of records add nothing. */
export function itemsOf(record: TranscriptRecord): ConversationItem[] {
  if (record.isSidechain) return [];
  const id = record.uuid ?? `@${record.offset}`;
  const time = record.at === undefined ? {} : { at: record.at };
  return contentsOf(record).map((content, index) => ({ ...content, ...time, id: index === 0 ? id : `${id}.${index}` }));
}

function contentsOf(record: TranscriptRecord): Content[] {
  switch (record.type) {
    case 'user':
      return ofUser(record);
    case 'assistant':
      return ofAssistant(record);
    case 'system':
      return ofSystem(record);
    case 'attachment':
      return ofAttachment(record);
    default:
      return [];
  }
}

function ofUser(record: TranscriptRecord): Content[] {
  if (record.isMeta) return [];
  const blocks = blocksOf(record.message?.content);
  if (record.isCompactSummary) {
    const summary = textsOf(blocks).join('\n');
    return summary === '' ? [] : [{ kind: 'note', text: cut(summary, MAX_SUMMARY) }];
  }
  return [...blocks.flatMap(toolResult), ...spoken(blocks, record.originKind)];
}

/** Prompts, notes and interruptions of one message; several texts and images of one prompt stay one prompt. */
function spoken(blocks: readonly Block[], originKind: string | undefined): Content[] {
  const read = textsOf(blocks).map(readUserText);
  const prompt = read.flatMap((each) => (each.kind === 'prompt' ? [each.text] : [])).join('\n');
  const images = blocks.filter(({ type }) => type === 'image').length;
  const notes = read.flatMap((each): Content[] =>
    each.kind === 'note' || each.kind === 'interrupted' ? [{ kind: 'note', text: cut(each.text) }] : [],
  );
  if (prompt === '' && images === 0) return notes;
  const isPerson = originKind === undefined || originKind === 'human';
  return [isPerson ? { kind: 'prompt', text: prompt, images } : { kind: 'note', text: cut(prompt) }, ...notes];
}

function toolResult(block: Block): Content[] {
  if (block.type !== 'tool_result') return [];
  return [{ kind: 'tool_result', callId: block.callId, ok: block.ok, output: cut(resultText(block.content)) }];
}

function ofAssistant(record: TranscriptRecord): Content[] {
  const blocks = blocksOf(record.message?.content);
  if (record.isApiErrorMessage) return textsOf(blocks).map((text) => ({ kind: 'note', text }));
  return blocks.flatMap((block): Content[] => {
    switch (block.type) {
      case 'text':
        return block.text.trim() === '' || block.text === NO_REPLY ? [] : [{ kind: 'reply', text: block.text }];
      case 'thinking':
        return [{ kind: 'thinking', text: block.text }];
      case 'tool_use': {
        const input = cut(JSON.stringify(block.input, undefined, 2));
        return [
          {
            kind: 'tool_call',
            callId: block.id,
            tool: block.name,
            summary: toolSummary(block.name, block.input),
            input,
          },
        ];
      }
      default:
        return [];
    }
  });
}

function ofSystem({ subtype, content, level }: TranscriptRecord): Content[] {
  if (typeof content !== 'string') return [];
  if (subtype === 'compact_boundary') return [{ kind: 'note', text: content }];
  if (subtype === 'local_command') return spoken([{ type: 'text', text: content }], undefined);
  const isTold = subtype === 'api_error' || level === 'error' || level === 'warning';
  return isTold && content.trim() !== '' ? [{ kind: 'note', text: cut(content) }] : [];
}

/** A prompt that was queued and then taken in the middle of a turn is stored as an attachment only. */
function ofAttachment({ attachment }: TranscriptRecord): Content[] {
  if (attachment?.type !== 'queued_command') return [];
  return spoken(blocksOf(attachment.prompt), attachment.originKind);
}

export function textsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => (block.type === 'text' ? [block.text] : []));
}

function cut(text: string, length = MAX_TEXT): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length - length} more characters)`;
}
