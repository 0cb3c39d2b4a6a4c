import { z } from 'zod';

const base = {
  id: z.string().meta({ description: 'Stable: the same record always has the same id' }),
  at: z.number().optional().meta({ description: 'ms since the epoch' }),
  offset: z.number().meta({
    description:
      'Byte offset of its record, of several files as if they stood one behind the other; takes the reader there (`around`)',
  }),
};

/** The change to one file: `before` and `after` where the agent gave both, else `diff` (unified). */
export const FileChange = z.object({
  path: z.string(),
  change: z.enum(['add', 'update', 'delete', 'move']),
  movedTo: z.string().optional(),
  before: z.string().optional(),
  after: z.string().optional(),
  diff: z.string().optional(),
});
export type FileChange = z.infer<typeof FileChange>;

/** What a tool call is, where the tool is one that AMC knows. Of a page only; the index keeps the text. */
export const ToolView = z.discriminatedUnion('type', [
  z.object({ type: z.literal('shell'), command: z.string(), cwd: z.string().optional() }),
  z.object({ type: z.literal('edit'), files: z.array(FileChange) }),
  z.object({ type: z.literal('read'), path: z.string(), from: z.number().optional(), lines: z.number().optional() }),
  z.object({ type: z.literal('search'), pattern: z.string(), path: z.string().optional() }),
  z.object({ type: z.literal('web'), url: z.string().optional(), query: z.string().optional() }),
  z.object({
    type: z.literal('todo'),
    items: z.array(z.object({ text: z.string(), state: z.enum(['pending', 'active', 'done']) })),
  }),
  z.object({ type: z.literal('plan'), markdown: z.string() }),
  z.object({
    type: z.literal('question'),
    questions: z.array(z.object({ text: z.string(), options: z.array(z.string()) })),
  }),
  z.object({
    type: z.literal('subagent'),
    role: z.string().optional(),
    description: z.string().optional(),
    prompt: z.string(),
  }),
  z.object({ type: z.literal('mcp'), server: z.string(), tool: z.string() }),
]);
export type ToolView = z.infer<typeof ToolView>;

/** Why a note stands in the conversation. */
export const NoteKind = z.enum([
  'interrupted',
  'compacted',
  'model',
  'mode',
  'hook',
  'error',
  'rate_limit',
  'command_output',
  'task',
  'continued',
  'rewound',
  'unreadable',
  'other',
]);
export type NoteKind = z.infer<typeof NoteKind>;

/** One thing in a conversation. A `tool_result` belongs to the `tool_call` with the same `callId`. */
export const ConversationItem = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('prompt'),
    text: z.string(),
    images: z.number().default(0),
    via: z
      .enum(['typed', 'queued', 'command', 'shell', 'sdk'])
      .optional()
      .meta({ description: '`command`: a slash command; `shell`: `! …`; absent when not known' }),
    files: z.array(z.string()).optional().meta({ description: 'What was attached, by path or name' }),
  }),
  z.object({ ...base, kind: z.literal('reply'), text: z.string(), model: z.string().optional() }),
  z.object({ ...base, kind: z.literal('thinking'), text: z.string() }),
  z.object({
    ...base,
    kind: z.literal('tool_call'),
    callId: z.string(),
    tool: z.string(),
    summary: z.string().meta({ description: 'One line: the command, the file, the query' }),
    input: z.string().meta({ description: 'Plain text: `name: value` lines, values as they are' }),
    view: ToolView.optional(),
    agentId: z.string().optional().meta({ description: 'The subagent it started, where the call itself says so' }),
  }),
  z.object({
    ...base,
    kind: z.literal('tool_result'),
    callId: z.string(),
    ok: z.boolean(),
    output: z.string(),
    cut: z.number().optional().meta({ description: 'Characters left out of `output`; the whole is there on demand' }),
    agentId: z.string().optional().meta({ description: 'The subagent whose work this is' }),
  }),
  z.object({
    ...base,
    kind: z.literal('note'),
    note: NoteKind,
    text: z.string(),
  }),
]);
export type ConversationItem = z.infer<typeof ConversationItem>;

/** A stretch of a conversation that went its own way. The last one ends where the live branch does. */
export const Branch = z.object({
  id: z.number().meta({ description: 'In order of appearance; 0 is the first' }),
  from: z.number().meta({ description: 'Byte offset of its first record' }),
  to: z.number().nullable().meta({ description: 'Byte offset behind its last record; null: it may still grow' }),
  forkedAt: z
    .number()
    .nullable()
    .meta({ description: 'Byte offset behind the last record it shares with what came before; null for the first' }),
  live: z.boolean().meta({ description: 'Some of it is on the way from the newest record back to the first' }),
});
export type Branch = z.infer<typeof Branch>;

/** What one response of the model used. */
export const ResponseCost = z.object({
  id: z.string().meta({ description: 'A response that is told again has the same id; the last one counts' }),
  offset: z.number().meta({ description: 'Byte offset of its record' }),
  tokens: z.number().meta({ description: 'All of them, cache included' }),
  cost: z.number().nullable().meta({ description: 'US dollars by the price table; null: no price is known' }),
});
export type ResponseCost = z.infer<typeof ResponseCost>;

/** Cursors are byte offsets of whole records in the agent's own file: cheap, and stable while it grows. */
export const ConversationPage = z.object({
  items: z.array(ConversationItem),
  before: z.number().nullable().meta({ description: 'Pass as `before` for the page above; null at the beginning' }),
  after: z.number().meta({ description: 'Pass as `after` for what comes later' }),
  problems: z.array(z.string()),
  usage: z.array(ResponseCost).optional().meta({ description: 'Of the records of this page, where they tell it' }),
  branches: z.array(Branch).default([]).meta({ description: 'More than one only where the conversation was rewound' }),
  source: z
    .enum(['file', 'index', 'none'])
    .default('file')
    .meta({ description: '`index`: the agent’s file is gone, this is the text AMC kept; `none`: no record of it' }),
});
export type ConversationPage = z.infer<typeof ConversationPage>;
