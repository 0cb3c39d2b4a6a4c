import { z } from 'zod';

/** Every agent AMC has an adapter for. A new agent is a folder in `src/agents` and a name here. */
export const AgentName = z.enum(['claude', 'codex']);
export type AgentName = z.infer<typeof AgentName>;

/** Every terminal multiplexer AMC has an adapter for. */
export const TerminalName = z.enum(['tmux', 'zellij']);
export type TerminalName = z.infer<typeof TerminalName>;
