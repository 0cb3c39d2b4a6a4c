import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Hono } from 'hono';
import { routes } from '../../contract/routes.ts';
import { keysIn } from '../../contract/screen.ts';
import type { MissionControl } from '../../services/api.ts';
import { replyRefusal, type ServerEnv } from '../env.ts';
import type { ScreenStreams } from '../screen-streams.ts';
import { readInput } from './register.ts';
import { unknownSession } from './sessions.ts';

const ONE = routes.screen;
const SEVERAL = routes.screens;

/** Sessions' panes as they are now, for as long as somebody reads them: one, or several by one connection. */
export function registerScreen(
  app: Hono<ServerEnv>,
  { mission, streams }: { mission: MissionControl; streams: ScreenStreams },
): void {
  app.get(ONE.path, async (c) => {
    const input = await readInput(c, ONE, 0);
    if (!input.ok) return replyRefusal(c, input.refusal);
    const { key } = ONE.params.parse(input.value.params);
    if (mission.session(key) === null) throw unknownSession();
    streams.serve(key, c.env.incoming, c.env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
  app.get(SEVERAL.path, async (c) => {
    const input = await readInput(c, SEVERAL, 0);
    if (!input.ok) return replyRefusal(c, input.refusal);
    const { keys } = SEVERAL.query.parse(input.value.query);
    streams.serveAll(keysIn(keys) ?? [], c.env.incoming, c.env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
}
