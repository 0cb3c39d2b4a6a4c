import { z } from 'zod';
import { AgentName } from './agent.ts';
import { SessionKey } from './session.ts';

/** Who or what said it. */
export const SearchRole = z.enum(['prompt', 'reply', 'thinking', 'tool', 'output', 'note']);
export type SearchRole = z.infer<typeof SearchRole>;

/** A place in a text that matched, as character offsets into `text`. */
export const Snippet = z.object({ text: z.string(), marks: z.array(z.tuple([z.number(), z.number()])) });
export type Snippet = z.infer<typeof Snippet>;

/** One message that matched; `offset` opens the conversation there (`around`). */
export const SearchHit = z.object({
  session: SessionKey,
  agent: AgentName,
  title: z.string(),
  project: z.string(),
  agentId: z.string().optional().meta({ description: 'Of a subagent’s conversation' }),
  itemId: z.string(),
  offset: z.number(),
  at: z.number().optional(),
  role: SearchRole,
  tool: z.string().optional(),
  snippet: Snippet,
  sourceDeleted: z.boolean(),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchReply = z.object({
  hits: z.array(SearchHit),
  next: z.string().nullable().meta({ description: 'Pass as `cursor` for more' }),
  exhausted: z.boolean().meta({ description: 'False: older conversations were not looked at yet; `next` goes on' }),
  tookMs: z.number(),
  complete: z.boolean().meta({ description: 'False while the index is still being built' }),
});
export type SearchReply = z.infer<typeof SearchReply>;
