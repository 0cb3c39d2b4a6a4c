import { z } from 'zod';

const base = {
  id: z.string().meta({ description: 'Stable: the same record always has the same id' }),
  at: z.number().optional().meta({ description: 'ms since the epoch' }),
};

/** One thing in a conversation. A `tool_result` belongs to the `tool_call` with the same `callId`. */
export const ConversationItem = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('prompt'), text: z.string(), images: z.number().default(0) }),
  z.object({ ...base, kind: z.literal('reply'), text: z.string() }),
  z.object({ ...base, kind: z.literal('thinking'), text: z.string() }),
  z.object({
    ...base,
    kind: z.literal('tool_call'),
    callId: z.string(),
    tool: z.string(),
    summary: z.string().meta({ description: 'One line: the command, the file, the query' }),
    input: z.string().meta({ description: 'Indented JSON or plain text, cut at 20 kB' }),
  }),
  z.object({ ...base, kind: z.literal('tool_result'), callId: z.string(), ok: z.boolean(), output: z.string() }),
  z.object({
    ...base,
    kind: z.literal('note'),
    text: z.string().meta({ description: 'Interruption, compaction, model switch, error …' }),
  }),
]);
export type ConversationItem = z.infer<typeof ConversationItem>;

/** Cursors are byte offsets of whole records in the agent's own file: cheap, and stable while it grows. */
export const ConversationPage = z.object({
  items: z.array(ConversationItem),
  before: z.number().nullable().meta({ description: 'Pass as `before` for the page above; null at the beginning' }),
  after: z.number().meta({ description: 'Pass as `after` for what comes later' }),
  problems: z.array(z.string()),
});
export type ConversationPage = z.infer<typeof ConversationPage>;
