import type { NoteKind } from '../../../contract/conversation.ts';
import { isJsonObject } from '../../../lib/json.ts';
import type { RecordFacts } from '../../../ports/transcripts.ts';
import { blocksOf, text, textsOf, type Block, type TranscriptRecord } from '../record.ts';
import { readUserText } from '../user-text.ts';
import { toolResult } from './assistant.ts';
import { fitted, HIDDEN, note, shown, type Content, type Outcome } from './outcome.ts';

/** What was given to the agent: prompts, tools' results, and much that nobody typed. FORMAT.md, "User messages". */
export function readUser(record: TranscriptRecord, page: boolean): Outcome {
  const blocks = blocksOf(record.message?.content);
  const agentId = resultAgent(record);
  const results = blocks
    .filter((block) => block.type === 'tool_result')
    .map((block) => ({ ...toolResult(block, page), ...(agentId === undefined ? {} : { agentId }) }));
  if (record.isMeta) return results.length === 0 ? HIDDEN : shown(results);
  if (record.isCompactSummary) {
    const summary = textsOf(blocks).join('\n');
    return summary === '' ? HIDDEN : shown([note('compacted', fitted(summary, page))]);
  }
  const origin = { kind: record.originKind, source: text(record.value.promptSource) };
  const said = spoken(blocks, { ...origin, page });
  const facts: RecordFacts = {
    ...(said.some((content) => content.kind === 'note' && content.note === 'interrupted') ? { turnEnded: true } : {}),
    ...(agentId !== undefined && results[0] !== undefined
      ? { started: { sessionId: agentId, callId: results[0].callId } }
      : {}),
  };
  return { ...shown([...results, ...said]), ...(Object.keys(facts).length === 0 ? {} : { facts }) };
}

/** The subagent whose work a result is: only the record's own copy of the result says it. */
function resultAgent({ value: { toolUseResult } }: TranscriptRecord): string | undefined {
  const agentId = isJsonObject(toolUseResult) ? text(toolUseResult.agentId) : undefined;
  return agentId === '' ? undefined : agentId;
}

export interface Origin {
  /** `origin.kind`; `human` when absent. */
  kind: string | undefined;
  /** `promptSource`. */
  source: string | undefined;
  page: boolean;
}

const SOURCES: Readonly<Record<string, 'typed' | 'queued' | 'sdk'>> = { typed: 'typed', queued: 'queued', sdk: 'sdk' };
/** `origin.kind` of what no person said. */
const NOTES: Readonly<Record<string, NoteKind>> = { 'task-notification': 'task' };

/** Prompts, notes and interruptions of one message; several texts, images and files of one prompt stay one prompt. */
export function spoken(blocks: readonly Block[], { kind = 'human', source, page }: Origin): Content[] {
  const read = textsOf(blocks).map(readUserText);
  const prompts = read.filter((each) => each.kind === 'prompt');
  const words = prompts.map((each) => each.text).join('\n');
  const images = blocks.filter(({ type }) => type === 'image').length;
  const files = blocks.flatMap((block) => (block.type === 'document' ? [block.title] : []));
  const notes = read.flatMap((each): Content[] => {
    if (each.kind === 'interrupted') return [note('interrupted', each.text)];
    return each.kind === 'note' ? [note(each.note, fitted(each.text, page))] : [];
  });
  if (words === '' && images === 0 && files.length === 0) return notes;
  if (kind !== 'human') return [note(NOTES[kind] ?? 'other', fitted(words, page)), ...notes];
  const via = prompts.find((each) => each.via !== undefined)?.via ?? SOURCES[source ?? ''];
  return [
    {
      kind: 'prompt',
      text: words,
      images,
      ...(via === undefined ? {} : { via }),
      ...(files.length === 0 ? {} : { files }),
    },
    ...notes,
  ];
}
