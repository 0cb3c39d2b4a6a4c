import { z } from 'zod';

/** One thing AMC looks at or speaks to: a registry folder, the spool, a server socket, a multiplexer. */
export const SourceHealth = z.object({
  name: z.string().meta({ description: 'e.g. `claude registry`, `codex server`, `tmux`' }),
  state: z.enum(['ok', 'absent', 'degraded', 'failed']),
  detail: z.string(),
  next: z.string().optional(),
  at: z.number(),
  since: z.number().optional().meta({ description: 'Since when it is in this state, as far as this run of AMC saw' }),
});
export type SourceHealth = z.infer<typeof SourceHealth>;

export const Health = z.object({
  version: z.string(),
  pid: z.number(),
  startedAt: z.number(),
  dataDir: z.string(),
  host: z.string().optional().meta({ description: 'The name of the machine that AMC runs on, and sees' }),
  sources: z.array(SourceHealth),
  demo: z.literal(true).optional().meta({ description: 'All agents are simulated; nothing of the machine is read' }),
});
export type Health = z.infer<typeof Health>;
