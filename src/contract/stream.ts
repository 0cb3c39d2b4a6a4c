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
      text: z.string().meta({ description: 'All of it so far, at most its last 20,000 characters' }),
      over: z.boolean().meta({ description: 'It is written down now, or was given up: the conversation has it' }),
    })
    .meta({ description: 'A reply while it is being written, where an agent tells it (Codex)' }),
]);
export type StreamEvent = z.infer<typeof StreamEvent>;
