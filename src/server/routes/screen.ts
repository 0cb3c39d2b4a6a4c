import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Hono } from 'hono';
import { routes } from '../../contract/routes.ts';
import type { MissionControl } from '../../services/api.ts';
import { replyRefusal, type ServerEnv } from '../env.ts';
import type { ScreenStreams } from '../screen-streams.ts';
import { readInput } from './register.ts';
import { unknownSession } from './sessions.ts';

const ROUTE = routes.screen;

/** A session's pane as it is now, for as long as somebody reads it. */
export function registerScreen(
  app: Hono<ServerEnv>,
  { mission, streams }: { mission: MissionControl; streams: ScreenStreams },
): void {
  app.get(ROUTE.path, async (c) => {
    const input = await readInput(c, ROUTE, 0);
    if (!input.ok) return replyRefusal(c, input.refusal);
    const { key } = ROUTE.params.parse(input.value.params);
    if (mission.session(key) === null) throw unknownSession();
    streams.serve(key, c.env.incoming, c.env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
}
