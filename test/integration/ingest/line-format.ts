import { basename, relative } from 'node:path';
import type { ConversationItem } from '../../../src/contract/conversation.ts';
import { parseJsonLine } from '../../../src/lib/json-line.ts';
import type { JsonObject } from '../../../src/lib/json.ts';
import type { TranscriptFormat } from '../../../src/ports/transcripts.ts';

/** A transcript of two kinds of records, `say` and `ask`: `{"ask": "text", "id": "…", "at": 1}`. One file, one session. */
export function lineFormat(dir: string, { depth = 3 }: { depth?: number } = {}): TranscriptFormat {
  return {
    agent: 'claude',
    roots: () => [{ dir, depth }],
    identify(path) {
      const match = /^(.+?)\.jsonl(\.zst)?$/.exec(basename(path));
      if (match?.[1] === undefined || relative(dir, path).startsWith('..')) return null;
      return { agent: 'claude', sessionId: match[1], archived: false, encoding: match[2] ? 'zstd' : 'plain' };
    },
    read(line) {
      const parsed = parseJsonLine(line);
      if (parsed.kind !== 'object') return parsed;
      const { value } = parsed;
      const items = itemsOf(value, line.offset);
      return {
        kind: 'record',
        record: {
          type: items.length > 0 ? 'said' : 'other',
          fate: items.length > 0 ? 'shown' : 'unknown',
          items,
          ...(typeof value.at === 'number' && { at: value.at }),
          ...(typeof value.cwd === 'string' && { facts: { cwd: value.cwd } }),
          ...(typeof value.tokens === 'number' && { usage: usageOf(value.id, value.tokens) }),
        },
      };
    },
  };
}

function itemsOf(value: JsonObject, offset: number): ConversationItem[] {
  const id = typeof value.id === 'string' ? value.id : `at-${offset}`;
  if (typeof value.ask === 'string') return [{ kind: 'prompt', id, offset, text: value.ask, images: 0 }];
  if (typeof value.say === 'string') return [{ kind: 'reply', id, offset, text: value.say }];
  return [];
}

function usageOf(id: unknown, output: number) {
  return { id: String(id), model: 'm', tokens: { input: 1, output, cacheRead: 0, cacheWrite: 0 } };
}

/** A line of that format, with its line feed. */
export function said(text: string, more: JsonObject = {}): string {
  return `${JSON.stringify({ say: text, ...more })}\n`;
}
