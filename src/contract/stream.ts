import { z } from 'zod';
import { Command } from './command.ts';
import { Session, SessionKey } from './session.ts';
import { SourceHealth } from './health.ts';
import { IndexProgress } from './history.ts';
import { Notice, Settings } from './settings.ts';

/**
 * Events on `GET /api/stream` (server-sent events; `event:` is the type, `data:` the JSON below, `id:` is `<epoch>-<seq>`).
 * A client that reconnects with `Last-Event-ID` gets what it missed, or a fresh `snapshot` when that is gone.
 */
export const StreamEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    serverTime: z.number(),
    sessions: z.array(Session),
    commands: z.array(Command).meta({ description: 'The newest 200' }),
    sources: z.array(SourceHealth),
    index: IndexProgress,
    demo: z.literal(true).optional().meta({ description: 'All agents are simulated' }),
  }),
  z.object({ type: z.literal('session'), session: Session }),
  z.object({ type: z.literal('session_removed'), key: SessionKey }),
  z.object({ type: z.literal('command'), command: Command }),
  z.object({ type: z.literal('sources'), sources: z.array(SourceHealth) }),
  z.object({ type: z.literal('index'), progress: IndexProgress }),
  z.object({ type: z.literal('settings'), settings: Settings }),
  z.object({ type: z.literal('notice'), notice: Notice }),
  z
    .object({
      type: z.literal('saying'),
      key: SessionKey,
      itemId: z.string().meta({ description: 'The agent’s id of the message that is being written' }),
      of: z
        .enum(['thinking', 'output'])
        .optional()
        .meta({ description: 'Absent: what it says. `output`: what a command prints, only the end of it' }),
      title: z.string().optional().meta({ description: 'Of `output`: the command' }),
      from: z
        .number()
        .int()
        .optional()
        .meta({ description: 'How many characters of it come before `text`; absent: `text` is all of it so far' }),
      text: z.string(),
      over: z.boolean().meta({ description: 'Nothing more comes: the agent has written it down' }),
      dropped: z.literal(true).optional().meta({ description: 'With `over`: it was given up and is on no record' }),
    })
    .meta({
      description:
        'A reply while it is being written (or a thought, or what a command prints), where an agent tells it (Codex). It is told in passing: it is not kept for those ' +
        'who come back, has the id of the change before it, and whoever comes is told first what is being written now.',
    }),
]);
export type StreamEvent = z.infer<typeof StreamEvent>;
