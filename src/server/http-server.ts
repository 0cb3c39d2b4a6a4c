import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { ServerEnv } from './env.ts';
import { factsOf, type RequestFacts } from './guard/facts.ts';
import type { Connections } from './guard/connections.ts';
import { guard } from './guard/guard.ts';
import { bodyLimit, type Limits } from './limits.ts';
import type { ServerLog } from './log.ts';
import { errorCode } from '../platform/private-file.ts';
import { refuse, refuseOnSocket } from './raw-reply.ts';
import type { RefusalLog } from './refusal-log.ts';
import type { Checked, Refusal } from './refusal.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

export interface HttpServerOptions {
  app: Hono<ServerEnv>;
  /** The port listened on; known only once it listens. */
  port: () => number;
  connections: Connections;
  limits: Limits;
  log: ServerLog;
  refusals: RefusalLog;
}

/** The node:http server: the guard in front of everything it can be asked, and bounds on what that may cost. */
export function createHttpServer(options: HttpServerOptions): Server {
  const { connections, limits, log } = options;
  const server = createServer({
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.timeoutCheckMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    // The guard says it, with the same headers as every other refusal.
    requireHostHeader: false,
  });
  // The size of the header block is what bounds it; a bound on the count would hide headers from the guard.
  server.maxHeadersCount = 0;
  const serve = createListener(options);
  const replies = new WeakMap<object, ServerResponse>();
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    connections.touch(incoming.socket);
    replies.set(incoming.socket, outgoing);
    serve(incoming, outgoing);
  };
  server.on('error', (error) => log.error('the server failed', { code: errorCode(error) }));
  server.on('connection', (socket: Socket) => connections.accept(socket));
  server.on('request', onRequest);
  server.on('checkContinue', onRequest);
  server.on('upgrade', (incoming, socket) => {
    const checked = check(factsOf(incoming, { upgrade: true }), options);
    refuseOnSocket(socket, checked.ok ? UPGRADE_REFUSED : checked.refusal);
  });
  server.on('connect', (_incoming, socket) => refuseOnSocket(socket, CONNECT_REFUSED));
  server.on('clientError', (error, socket) => {
    const reply = replies.get(socket);
    if (reply?.headersSent === true && !reply.writableFinished) socket.destroy();
    else refuseOnSocket(socket, protocolRefusal(errorCode(error)));
  });
  return server;
}

function createListener(options: HttpServerOptions): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  const admitted = new WeakMap<object, ServerEnv['Bindings']>();
  const listen = getRequestListener(
    (request, { incoming }) => {
      const bindings = admitted.get(incoming);
      if (bindings === undefined) throw new Error('Expected a request that the guard has admitted');
      return options.app.fetch(request, bindings);
    },
    // Nothing of this process should see a changed `Response`.
    { overrideGlobalObjects: false },
  );
  return (incoming, outgoing) => {
    const facts = factsOf(incoming);
    const checked = check(facts, options);
    if (!checked.ok) {
      refuse(outgoing, checked.refusal, facts.target);
      return;
    }
    if (facts.header('expect').length > 0) outgoing.writeContinue();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) outgoing.setHeader(name, value);
    admitted.set(incoming, { incoming, outgoing, facts, path: checked.value });
    void listen(incoming, outgoing);
  };
}

function check(facts: RequestFacts, { port, limits, refusals }: HttpServerOptions): Checked<string> {
  const bodyBytes = (path: string): number => bodyLimit(path, limits);
  const checked = guard(facts, { port: port(), urlBytes: limits.urlBytes, bodyBytes });
  if (!checked.ok) refusals.note(checked.refusal, facts);
  return checked;
}

const UPGRADE_REFUSED: Refusal = { status: 426, code: 'upgrade_refused', message: 'There is no other protocol here.' };
const CONNECT_REFUSED: Refusal = { status: 405, code: 'method_not_allowed', message: 'This is no proxy.' };

/** Codes of Node's HTTP parser, see https://nodejs.org/api/http.html#event-clienterror. */
function protocolRefusal(code: string): Refusal {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, code: 'headers_too_large', message: 'The headers are too large.' };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, code: 'request_too_slow', message: 'The request took too long to arrive.' };
    default:
      return { status: 400, code: 'http_malformed', message: 'This is not HTTP as it should be.' };
  }
}
