import { z } from 'zod';
import { AgentName } from './agent.ts';
import { SessionKey } from './session.ts';
import { TokenCount } from './usage.ts';

/** How two sessions belong together. The link is read as "this session … `key`". */
export const SessionLink = z.object({
  type: z.enum(['continues', 'forked_from', 'subagent_of', 'cleared_from']),
  key: SessionKey,
  callId: z.string().optional().meta({ description: 'Of a subagent: the call that started it' }),
});
export type SessionLink = z.infer<typeof SessionLink>;

/** One session that was ever written down, as the index knows it. */
export const HistoryEntry = z.object({
  key: SessionKey,
  agent: AgentName,
  id: z.string(),
  title: z.string(),
  firstPrompt: z.string().optional().meta({ description: 'At most 500 characters' }),
  project: z.object({ name: z.string(), dir: z.string(), branch: z.string().optional() }),
  models: z.array(z.string()),
  agentVersion: z.string().optional(),
  startedAt: z.number().optional(),
  lastAt: z.number().meta({ description: 'Of the newest record, else the file’s time; ms since the epoch' }),
  bytes: z.number(),
  prompts: z.number(),
  replies: z.number(),
  toolCalls: z.number(),
  errors: z.number(),
  tokens: TokenCount,
  archived: z.boolean(),
  sourceDeleted: z.boolean().meta({ description: 'The agent’s file is gone; what AMC read of it is still here' }),
  indexed: z.enum(['whole', 'behind', 'sketch']).meta({
    description: '`sketch`: only its beginning and end were read so far, counts are not known yet',
  }),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** Everything else the index knows of one session. */
export const HistoryDetail = HistoryEntry.extend({
  files: z.array(z.object({ path: z.string(), reads: z.number(), edits: z.number() })),
  pullRequests: z.array(z.string()),
  subagents: z.array(
    z.object({
      agentId: z.string(),
      role: z.string().optional(),
      description: z.string().optional(),
      callId: z.string().optional(),
    }),
  ),
  links: z.array(SessionLink).meta({ description: 'To sessions before it' }),
  linkedFrom: z.array(SessionLink).meta({ description: 'From sessions after it; `key` is the other one' }),
  context: z.object({ used: z.number(), window: z.number().nullable() }).nullable(),
  sources: z.array(
    z.object({ path: z.string(), bytes: z.number(), read: z.number(), state: z.enum(['there', 'gone', 'unreadable']) }),
  ),
  unknownRecords: z.array(z.object({ type: z.string(), count: z.number() })),
  unreadable: z.array(z.object({ path: z.string(), from: z.number(), to: z.number(), reason: z.string() })),
});
export type HistoryDetail = z.infer<typeof HistoryDetail>;

export const HistoryPage = z.object({
  sessions: z.array(HistoryEntry),
  total: z.number(),
  next: z.string().nullable().meta({ description: 'Pass as `cursor` for more' }),
});
export type HistoryPage = z.infer<typeof HistoryPage>;

/** How far the index is. */
export const IndexProgress = z.object({
  state: z.enum(['listing', 'indexing', 'ready', 'paused', 'failed']),
  files: z.object({ known: z.number(), read: z.number() }),
  bytes: z.object({ known: z.number(), read: z.number() }),
  etaMs: z.number().nullable().meta({ description: 'Until everything known is read, at the present speed' }),
  unreadable: z.number().meta({ description: 'Files that cannot be read now' }),
  problem: z.string().nullable().meta({ description: 'Why it is paused or failed, and what to do' }),
});
export type IndexProgress = z.infer<typeof IndexProgress>;

/** One thing that a check of the index against the files found wrong. */
export const IndexFault = z.object({
  invariant: z.enum(['I1', 'I2', 'I3', 'I4', 'I5', 'I14', 'store']),
  path: z.string().optional(),
  message: z.string(),
});
export type IndexFault = z.infer<typeof IndexFault>;
