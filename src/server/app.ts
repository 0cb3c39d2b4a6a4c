import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono, type MiddlewareHandler } from 'hono';
import { routes, type RouteSpec } from '../contract/routes.ts';
import type { Clock } from '../ports/clock.ts';
import type { MissionControl } from '../services/api.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { registerCompat } from './compat.ts';
import type { OriginalState } from './compat/state.ts';
import { methodNotAllowed, replyRefusal, routeUnknown, send, type ServerContext, type ServerEnv } from './env.ts';
import { refusalOf } from './errors.ts';
import type { Connections } from './guard/connections.ts';
import type { Limits } from './limits.ts';
import type { ServerLog } from './log.ts';
import type { RefusalLog } from './refusal-log.ts';
import { aboutHandlers } from './routes/about.ts';
import { authHandlers } from './routes/auth.ts';
import { boardHandlers } from './routes/board.ts';
import { commandHandlers } from './routes/commands.ts';
import { registerExport } from './routes/export.ts';
import { ACCESS } from './routes/handlers.ts';
import { historyHandlers } from './routes/history.ts';
import { registerPage } from './routes/page.ts';
import { registerRoutes } from './routes/register.ts';
import { registerScreen } from './routes/screen.ts';
import { sessionHandlers } from './routes/sessions.ts';
import type { ScreenStreams } from './screen-streams.ts';
import type { StaticFiles } from './static-files.ts';
import type { Streams } from './stream.ts';

export interface AppOptions {
  mission: MissionControl;
  version: string;
  clock: Clock;
  log: ServerLog;
  refusals: RefusalLog;
  limits: Limits;
  auth: Authenticator;
  mintCode: (options: { ttlMs: number }) => { code: string; url: string };
  connections: Connections;
  streams: Streams;
  screenStreams: ScreenStreams;
  state: OriginalState;
  files: StaticFiles;
}

/** Everything behind the guard: who asks, then the routes, then the page. */
export function createApp(options: AppOptions): Hono<ServerEnv> {
  const { mission, version, clock, log, auth, mintCode, streams, state, files, limits } = options;
  const app = new Hono<ServerEnv>();
  app.onError((error, c) => failed(c, error, options.log));
  app.notFound((c) => replyRefusal(c, routeUnknown()));
  app.on(['GET', 'HEAD'], '/healthz', (c) => send(c, { status: 204 }));
  app.all('/healthz', (c) => replyRefusal(c, methodNotAllowed(['GET'])));
  app.use('/api/*', authenticated(options));
  app.get(routes.stream.path, (c) => {
    streams.serve(c.env.incoming, c.env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
  registerScreen(app, { mission, streams: options.screenStreams });
  registerExport(app, { mission, log });
  registerRoutes(app, {
    handlers: {
      ...sessionHandlers({ mission, clock }),
      ...historyHandlers({ mission }),
      ...commandHandlers({ mission }),
      ...aboutHandlers({ mission, version }),
      ...boardHandlers({ mission }),
      ...authHandlers({ auth, mintCode }),
    },
    limits,
  });
  registerCompat(app, { mission, state, maxBodyBytes: limits.bodyBytes });
  app.all('/api/*', (c) => replyRefusal(c, routeUnknown()));
  registerPage(app, files);
  return app;
}

const OPEN_PATHS = new Set(
  Object.entries<RouteSpec>(routes)
    .filter(([name]) => Object.entries(ACCESS).some(([known, access]) => known === name && access === 'everybody'))
    .map(([, { path }]) => path),
);

/** Default deny: a path under /api that is not in the table as open to everybody needs credentials, known or not. */
function authenticated({ auth, connections, refusals }: AppOptions): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    const { path, facts, incoming, outgoing } = c.env;
    if (OPEN_PATHS.has(path)) {
      c.set('principal', null);
      return next();
    }
    const checked = auth.authenticate(facts);
    if (!checked.ok) {
      refusals.note(checked.refusal, facts);
      return replyRefusal(c, checked.refusal);
    }
    c.set('principal', checked.value);
    outgoing.once('close', connections.hold(incoming.socket));
    return next();
  };
}

function failed(c: ServerContext, error: unknown, log: ServerLog): Response {
  const refusal = refusalOf(error);
  if (refusal.fault === 'bug') {
    log.error('a request failed', {
      route: c.req.routePath,
      error: error instanceof Error ? error.stack : 'not an Error',
    });
  }
  return replyRefusal(c, refusal);
}
