import type { ConversationItem } from '../../src/contract/conversation.ts';
import { parseJsonLine } from '../../src/lib/json-line.ts';
import { isJsonObject } from '../../src/lib/json.ts';
import type { RecordFacts, TranscriptFormat } from '../../src/ports/transcripts.ts';

type Base = NonNullable<RecordFacts['base']>;

const CUT = 100;

/**
 * A transcript format as plain as can be: each line is one item without its `id` and `offset`, e.g.
 * `{"kind":"prompt","text":"hello"}`; `{}` is a record that shows nothing, `{"base":{…}}` says where the past lies. Pages cut outputs at 100 characters.
 */
export const plainFormat: TranscriptFormat = {
  agent: 'claude',
  roots: () => [],
  identify: () => null,
  read(line, options) {
    const parsed = parseJsonLine(line);
    if (parsed.kind !== 'object') return parsed;
    const fields = parsed.value;
    const item = { images: 0, ...fields, id: `i${line.offset}`, offset: line.offset } as unknown as ConversationItem;
    if (item.kind === 'tool_call' && options.for === 'index') delete item.view;
    if (item.kind === 'tool_result' && options.for === 'page' && item.output.length > CUT) {
      item.cut = item.output.length - CUT;
      item.output = item.output.slice(0, CUT);
    }
    const shown = fields.kind !== undefined;
    return {
      kind: 'record',
      record: {
        type: String(fields.kind ?? 'nothing'),
        fate: shown ? 'shown' : 'hidden',
        items: shown ? [item] : [],
        ...(isJsonObject(fields.base) ? { facts: { base: fields.base as unknown as Base } } : {}),
        ...(parsed.damage === null ? {} : { oddity: parsed.damage }),
      },
    };
  },
};

/** Lines of that format. */
export function plainLines(...items: Readonly<Record<string, unknown>>[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('');
}

export const said = {
  prompt: (text: string) => ({ kind: 'prompt', text }),
  reply: (text: string) => ({ kind: 'reply', text }),
  thinking: (text: string) => ({ kind: 'thinking', text }),
  note: (note: string, text: string) => ({ kind: 'note', note, text }),
  call: (callId: string, tool: string, input: string, more: object = {}) => ({
    kind: 'tool_call',
    callId,
    tool,
    summary: input.split('\n')[0] ?? '',
    input,
    ...more,
  }),
  result: (callId: string, output: string, more: object = {}) => ({
    kind: 'tool_result',
    callId,
    ok: true,
    output,
    ...more,
  }),
} as const;
