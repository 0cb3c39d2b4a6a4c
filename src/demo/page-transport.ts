import type { Actor } from '../contract/command.ts';
import { AmcError, UserError } from '../contract/errors.ts';
import type { ProblemDetails } from '../contract/problem.ts';
import { routes, type RouteName, type RouteSpec } from '../contract/routes.ts';
import { keysIn } from '../contract/screen.ts';
import { answerRoute } from './answer-route.ts';
import type { DemoMission } from './demo-mission.ts';

const ACTOR: Actor = { by: 'page', client: 'the demo' };

/**
 * The server, without one: answers what a page fetches under `/api`, by the same route table. Everything else is not its
 * business and null.
 */
export function createPageTransport(mission: DemoMission): (url: URL, init: RequestInit) => Promise<Response> | null {
  return (url, init) => {
    if (!url.pathname.startsWith('/api/')) return null;
    const found = routeOf(init.method ?? 'GET', url.pathname);
    if (found === null)
      return Promise.resolve(
        problem(404, new UserError({ code: 'route_unknown', message: 'There is no such route.' })),
      );
    return reply(mission, found, url, init);
  };
}

interface Found {
  name: RouteName;
  params: Record<string, string>;
}

function routeOf(method: string, path: string): Found | null {
  const asked = path.split('/');
  for (const [name, spec] of Object.entries<RouteSpec>(routes)) {
    const parts = spec.path.split('/');
    if (spec.method !== method || parts.length !== asked.length) continue;
    const params: Record<string, string> = {};
    const fits = parts.every((part, index) => {
      const given = asked[index] ?? '';
      if (!part.startsWith(':')) return part === given;
      params[part.slice(1)] = decodeURIComponent(given);
      return given !== '';
    });
    if (fits && isRoute(name)) return { name, params };
  }
  return null;
}

function isRoute(name: string): name is RouteName {
  return Object.hasOwn(routes, name);
}

async function reply(mission: DemoMission, { name, params }: Found, url: URL, init: RequestInit): Promise<Response> {
  const spec: RouteSpec = routes[name];
  try {
    const input = {
      params: spec.params?.parse(params) ?? {},
      query: spec.query?.parse(Object.fromEntries(url.searchParams)) ?? {},
      body: spec.body?.parse(JSON.parse(typeof init.body === 'string' ? init.body : '{}')) ?? {},
    };
    if (name === 'stream') return eventStream(init.signal, (send) => followFeed(mission, init, send));
    if (name === 'screen')
      return eventStream(init.signal, (send) =>
        mission.screens.follow(params['key'] ?? '', (event) => send(frame(event.type, JSON.stringify(event)))),
      );
    if (name === 'screens')
      return eventStream(init.signal, (send) => followPanes(mission, url.searchParams.get('keys') ?? '', send));
    if (name === 'exportSession') return await exported(mission, params['key'] ?? '', input.query);
    return Response.json(await answerRoute(mission, name, input, ACTOR));
  } catch (error) {
    if (error instanceof AmcError) return problem(error.fault === 'user' ? 400 : 500, error);
    return problem(
      400,
      new UserError({ code: 'input_invalid', message: error instanceof Error ? error.message : String(error) }),
    );
  }
}

function followFeed(mission: DemoMission, { headers }: RequestInit, send: (text: string) => void): () => void {
  const last = new Headers(headers).get('last-event-id');
  return mission.feed.follow(last, ({ id, event, json }) => send(frame(event.type, json, id)));
}

function frame(type: string, json: string, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${json}\n\n`;
}

function followPanes({ screens }: DemoMission, text: string, send: (text: string) => void): () => void {
  const all = (keysIn(text) ?? []).map((key) =>
    screens.follow(key, (event) => send(frame('screen', JSON.stringify({ key, event })))),
  );
  return () => all.forEach((unfollow) => unfollow());
}

const HEARTBEAT_MS = 15_000;

/** Server-sent events out of a listener; ends when whoever reads goes. */
function eventStream(
  signal: AbortSignal | null | undefined,
  follow: (send: (text: string) => void) => () => void,
): Response {
  const encoder = new TextEncoder();
  let stop = (): void => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string): void => controller.enqueue(encoder.encode(text));
      const heartbeat = setInterval(() => send(': hb\n\n'), HEARTBEAT_MS);
      const unfollow = follow(send);
      stop = () => {
        clearInterval(heartbeat);
        unfollow();
      };
      signal?.addEventListener('abort', () => {
        stop();
        controller.error(signal.reason);
      });
    },
    cancel: () => stop(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

async function exported(mission: DemoMission, key: string, query: unknown): Promise<Response> {
  const { format } = routes.exportSession.query.parse(query);
  const file = await mission.history.exportOf(key, format);
  let text = '';
  for await (const part of file.text) text += part;
  return new Response(text, {
    headers: { 'content-type': file.type, 'content-disposition': `attachment; filename="${file.name}"` },
  });
}

function problem(status: number, { code, message, next, fault, place }: AmcError): Response {
  const details: ProblemDetails = {
    type: 'about:blank',
    title: message,
    status,
    code,
    fault,
    detail: message,
    ...(next === undefined ? {} : { next }),
    ...(place === undefined ? {} : { place }),
  };
  return Response.json(details, { status, headers: { 'content-type': 'application/problem+json' } });
}
