import type { ConversationItem } from '../../src/contract/conversation.ts';
import type { Generation, IndexBatch, IndexWriter, SessionDelta, TextBlock } from '../../src/ports/history-store.ts';
import type { TranscriptFile } from '../../src/ports/transcripts.ts';
import { packItems } from '../../src/store/index/pack.ts';

/** A minute in 2027. */
export const T0 = 1_800_000_000_000;

export const NOTHING: SessionDelta = { prompts: 0, replies: 0, toolCalls: 0, errors: 0 };

export function fileOf(sessionId: string, more: Partial<TranscriptFile> = {}): TranscriptFile {
  return { agent: 'claude', sessionId, archived: false, encoding: 'plain', ...more };
}

type Beginning = Parameters<IndexWriter['begin']>[0];

export function beginning(sessionId: string, more: Partial<Beginning> = {}): Beginning {
  return {
    path: `/t/${sessionId}.jsonl`,
    file: fileOf(sessionId),
    head: { length: 10, hash: 'head' },
    tail: { length: 10, hash: 'tail' },
    size: 1000,
    mtimeMs: T0 + 0.25,
    inode: '1:2',
    sketch: null,
    ...more,
  };
}

export function prompt(text: string, offset: number, at = T0 + offset): ConversationItem {
  return { id: `p${offset}`, at, offset, kind: 'prompt', text, images: 0 };
}

export function blockOf(items: readonly ConversationItem[], { from, to }: { from: number; to: number }): TextBlock {
  const times = items.flatMap(({ at }) => (at === undefined ? [] : [at]));
  return {
    from,
    to,
    firstAt: times.length === 0 ? null : Math.min(...times),
    lastAt: times.length === 0 ? null : Math.max(...times),
    roles: ['prompt'],
    tools: items.flatMap((item) => (item.kind === 'tool_call' ? [item.tool] : [])),
    hasError: items.some((item) => item.kind === 'tool_result' && !item.ok),
    ...packItems(items),
  };
}

/** What comes after what was read: as many bytes as are told, all of them records. */
export function batchOf(
  { id, read, size, mtimeMs }: Pick<Generation, 'id' | 'read' | 'size' | 'mtimeMs'>,
  bytes: number,
  more: Partial<IndexBatch> = {},
): IndexBatch {
  return {
    generation: id,
    from: read,
    to: read + bytes,
    tail: { length: 10, hash: `tail ${read + bytes}` },
    size,
    mtimeMs,
    records: 1,
    blank: 0,
    bytes: { records: bytes, blank: 0, unreadable: 0 },
    unknown: [],
    unreadable: [],
    blocks: [],
    usage: [],
    spans: [],
    branches: [],
    session: NOTHING,
    memory: null,
    ...more,
  };
}

/** One stretch with one block of prompts, ten bytes each; returns the generation as it is then. */
export function commitTexts(
  writer: IndexWriter,
  generation: Generation,
  texts: readonly string[],
  more: Partial<IndexBatch> = {},
): Generation {
  const { read } = generation;
  const to = read + texts.length * 10;
  const items = texts.map((text, index) => prompt(text, read + index * 10));
  writer.commit(batchOf(generation, to - read, { blocks: [blockOf(items, { from: read, to })], ...more }));
  return { ...generation, read: to, sketch: false };
}

let responses = 0;

/** Each of a record of its own. */
export function response(id: string, output: number, more: Partial<IndexBatch['usage'][number]> = {}) {
  const tokens = { input: 10, output, cacheRead: 5, cacheWrite: 2 };
  return { id, model: 'claude-opus-4', tokens, at: T0, offset: responses++, ...more };
}
