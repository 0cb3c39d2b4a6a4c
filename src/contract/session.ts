import { z } from 'zod';
import { AgentName, TerminalName } from './agent.ts';
import { Evidence } from './evidence.ts';
import { Marks } from './marks.ts';
import { AnswerPath, Request } from './request.ts';
import { SESSION_KEY } from './session-key.ts';

/** `<agent>:<agent's own session id>`; the one key of a session everywhere. */
export const SessionKey = z.string().regex(SESSION_KEY).brand('SessionKey');
export type SessionKey = z.infer<typeof SessionKey>;

/** A session as its agent knows it. */
export const SessionRef = z.object({ agent: AgentName, id: z.string().min(1) });
export type SessionRef = z.infer<typeof SessionRef>;

export function sessionKey(ref: SessionRef): SessionKey {
  return SessionKey.parse(`${ref.agent}:${ref.id}`);
}

export const StatusValue = z.enum(['starting', 'working', 'needs_attention', 'idle', 'ended', 'unknown']);
export type StatusValue = z.infer<typeof StatusValue>;

export const Status = z.object({
  value: StatusValue,
  since: z.number().meta({ description: 'ms since the epoch' }),
  evidence: Evidence,
});
export type Status = z.infer<typeof Status>;

/** Where a session's process runs. `label` is what its user calls the place, e.g. `work:2.1`. */
export const PaneView = z.object({
  terminal: TerminalName,
  session: z.string(),
  pane: z.string(),
  label: z.string(),
});
export type PaneView = z.infer<typeof PaneView>;

/** What a session can be asked besides prompts and answers, how, and between what. */
export const Offer = z.object({
  action: z.enum(['attach', 'mode', 'model', 'compact', 'clear', 'rename', 'close']).meta({
    description: '`attach`: images with a prompt; the others are actions of their own',
  }),
  path: AnswerPath,
  choices: z
    .array(z.object({ id: z.string(), label: z.string(), efforts: z.array(z.string()).optional() }))
    .optional()
    .meta({ description: 'Of `mode` and `model`, where they are known' }),
  current: z.string().optional(),
  currentEffort: z.string().optional(),
});
export type Offer = z.infer<typeof Offer>;

/** Something AMC could not read or understand about this session: what, where, why. */
export const Problem = z.object({
  code: z.string(),
  message: z.string(),
  place: z.string().optional().meta({ description: 'File and byte offset, or the like' }),
  at: z.number(),
});
export type Problem = z.infer<typeof Problem>;

/** How full, how dear and how busy it is, as far as its records tell. Absent: not known. */
export const Vitals = z.object({
  contextTokens: z.number().optional(),
  contextWindow: z.number().optional().meta({ description: 'Tokens the model has room for' }),
  cost: z.number().optional().meta({ description: 'US dollars so far, by the price table' }),
  tokens: z.number().optional().meta({ description: 'All tokens so far, cache included' }),
  subagents: z.number().optional().meta({ description: 'At work now' }),
  backgroundTasks: z.number().optional().meta({ description: 'Commands that go on in the background' }),
});
export type Vitals = z.infer<typeof Vitals>;

export const Session = z.object({
  key: SessionKey,
  agent: AgentName,
  id: z.string(),
  title: z.string(),
  project: z.object({ name: z.string(), dir: z.string(), branch: z.string().optional() }),
  host: z.string().optional().meta({ description: 'The name of the machine it runs on, as AMC there knows it' }),
  model: z.string().optional(),
  mode: z.string().optional().meta({ description: 'The agent’s own name of its permission mode' }),
  effort: z.string().optional(),
  agentVersion: z.string().optional(),
  status: Status,
  startedAt: z.number().optional(),
  lastActivityAt: z.number(),
  lastEvent: z.string().optional().meta({ description: "The newest event's name, as the original's `last_event`" }),
  doing: z.string().optional().meta({ description: 'The live line while working: what it does now' }),
  preview: z.string().optional().meta({ description: 'Start of the last thing it said' }),
  process: z.object({ pid: z.number() }).optional(),
  pane: PaneView.optional(),
  paneNote: z.string().optional().meta({ description: 'Why there is no pane, when there is none' }),
  prompt: AnswerPath.meta({ description: 'How a prompt would reach it' }),
  interrupt: AnswerPath,
  offers: z.array(Offer),
  requests: z.array(Request),
  problems: z.array(Problem),
  marks: Marks.optional(),
  vitals: Vitals.optional(),
  conversationRev: z.number().meta({ description: 'Grows whenever the conversation may have changed' }),
});
export type Session = z.infer<typeof Session>;
