import { z } from 'zod';
import { AgentName } from './agent.ts';

/** Tokens as the agents' records give them. `input` is without what came from or went into the cache. */
export const TokenCount = z.object({
  input: z.number(),
  output: z.number().meta({ description: 'With reasoning' }),
  cacheRead: z.number(),
  cacheWrite: z.number(),
});
export type TokenCount = z.infer<typeof TokenCount>;

export const UsageGroup = z.enum(['day', 'project', 'model', 'session', 'subagent', 'agent']);
export type UsageGroup = z.infer<typeof UsageGroup>;

/** Sums of one group, or of several groups at once (`day` and `model`). */
export const UsageRow = z.object({
  day: z.string().optional().meta({ description: 'YYYY-MM-DD in the time zone asked for' }),
  agent: AgentName.optional(),
  project: z.string().optional(),
  model: z.string().optional(),
  session: z.string().optional().meta({ description: 'Session key' }),
  subagent: z.string().nullable().optional().meta({ description: 'null: the main conversation' }),
  title: z.string().optional(),
  tokens: TokenCount,
  responses: z.number(),
  cost: z
    .number()
    .nullable()
    .meta({ description: 'US dollars by the price table; null: some model has no known price' }),
  unpriced: z.array(z.string()).meta({ description: 'Models without a known price' }),
});
export type UsageRow = z.infer<typeof UsageRow>;

/** A limit window as the agent last recorded it. */
export const RateLimit = z.object({
  agent: AgentName,
  name: z.string(),
  usedPercent: z.number(),
  windowMinutes: z.number().nullable(),
  resetsAt: z.number().nullable(),
  at: z.number().meta({ description: 'When the agent recorded it, ms since the epoch' }),
});
export type RateLimit = z.infer<typeof RateLimit>;

export const UsageReport = z.object({
  rows: z.array(UsageRow),
  total: UsageRow,
  limits: z.array(RateLimit),
  pricesOf: z.string().meta({ description: 'Date of the price table, and whether the user’s own was laid over it' }),
  waited: z
    .array(z.object({ day: z.string(), ms: z.number() }))
    .meta({ description: 'How long agents waited for a person, per day' }),
  complete: z.boolean().meta({ description: 'False while the index is still being built' }),
});
export type UsageReport = z.infer<typeof UsageReport>;

/** What a session did when. */
export const SpanKind = z.enum(['model', 'tool', 'waiting_for_you', 'idle']);
export type SpanKind = z.infer<typeof SpanKind>;

export const Span = z.object({
  kind: SpanKind,
  from: z.number(),
  to: z.number().nullable().meta({ description: 'null: goes on' }),
  label: z.string().optional().meta({ description: 'The tool, the question' }),
});
export type Span = z.infer<typeof Span>;

export const Timeline = z.object({
  spans: z.array(Span),
  totals: z.object({ model: z.number(), tool: z.number(), waiting_for_you: z.number(), idle: z.number() }),
});
export type Timeline = z.infer<typeof Timeline>;
