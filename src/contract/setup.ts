import { z } from 'zod';
import { AgentName, TerminalName } from './agent.ts';

/** What AMC needs of this machine, for the first-run guide and the health screen. */
export const Setup = z.object({
  agents: z.array(
    z.object({
      agent: AgentName,
      found: z.boolean(),
      version: z.string().optional(),
      detail: z.string(),
      next: z.string().optional(),
    }),
  ),
  terminals: z.array(
    z.object({
      terminal: TerminalName,
      available: z.boolean(),
      version: z.string().optional(),
      detail: z.string(),
    }),
  ),
  hooks: z.object({
    state: z.enum(['installed', 'outdated', 'absent', 'disabled', 'unknown']),
    detail: z.string(),
    lastEventAt: z.number().nullable(),
    command: z.string().meta({ description: 'What does the same in a terminal' }),
    steps: z.array(z.object({ what: z.string(), path: z.string().optional() })).meta({
      description: 'What installing would do, or removing when they are there',
    }),
  }),
});
export type Setup = z.infer<typeof Setup>;
