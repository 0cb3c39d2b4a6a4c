import type { Hono } from 'hono';
import { z } from 'zod';
import { routes, type RouteSpec } from '../../contract/routes.ts';
import { actorOf } from '../actor.ts';
import { methodNotAllowed, replyJson, replyRefusal, type ServerContext, type ServerEnv } from '../env.ts';
import { readJson } from '../json-body.ts';
import { bodyLimit, type Limits } from '../limits.ts';
import { refused, type Checked, type Refusal } from '../refusal.ts';
import { validate } from '../validate.ts';
import {
  ACCESS,
  type Handler,
  type Handlers,
  type JsonRoute,
  type RequestContext,
  type RouteInput,
} from './handlers.ts';

export interface RegisterOptions {
  handlers: Handlers;
  limits: Limits;
}

/** Serves the route table: input is validated by its schemas, handlers see only what has passed. */
export function registerRoutes(app: Hono<ServerEnv>, { handlers, limits }: RegisterOptions): void {
  const serve = <K extends JsonRoute>(name: K): void => {
    app.on(routes[name].method, routes[name].path, (c) =>
      call(c, name, handlers[name], bodyLimit(routes[name].path, limits)),
    );
  };
  for (const name of jsonRoutes()) serve(name);
  for (const [path, methods] of methodsByPath()) {
    app.all(path, (c) => replyRefusal(c, methodNotAllowed(methods)));
  }
}

async function call<K extends JsonRoute>(
  c: ServerContext,
  name: K,
  handler: Handler<K>,
  maxBodyBytes: number,
): Promise<Response> {
  const principal = c.get('principal');
  if (ACCESS[name] === 'bearer' && principal !== 'bearer') return replyRefusal(c, bearerNeeded());
  const input = await readInput(c, routes[name], maxBodyBytes);
  if (!input.ok) return replyRefusal(c, input.refusal);
  const headers: Record<string, string> = {};
  const context: RequestContext = {
    principal,
    actor: actorOf(c),
    header: (wanted) => c.env.facts.header(wanted)[0],
    setReplyHeader: (header, value) => {
      headers[header] = value;
    },
  };
  // The schemas of this very route have just made the input; the compiler cannot follow that through `K`.
  const reply = await handler(input.value as RouteInput<(typeof routes)[K]>, context);
  return reply.ok ? replyJson(c, reply.value, headers) : replyRefusal(c, reply.refusal);
}

const NOTHING = z.object({});

type Input = Record<'params' | 'query' | 'body', unknown>;

/** What was sent, by the schemas of the route. */
export async function readInput(c: ServerContext, spec: RouteSpec, maxBytes: number): Promise<Checked<Input>> {
  const params = validate(spec.params ?? NOTHING, c.req.param());
  if (!params.ok) return params;
  const query = validate(spec.query ?? NOTHING, queryOf(c.env.incoming.url ?? ''));
  if (!query.ok) return query;
  if (spec.body === undefined)
    return { ok: true, value: { params: params.value, query: query.value, body: undefined } };
  const json = await readJson(c.env.incoming, { maxBytes });
  if (!json.ok) return json;
  const body = validate(spec.body, json.value);
  return body.ok
    ? { ok: true, value: { params: params.value, query: query.value, body: body.value } }
    : refused(body.refusal);
}

/** A name that comes twice becomes a list, which no schema takes. */
function queryOf(target: string): Record<string, string | string[]> {
  const found = new URLSearchParams(target.split('?').slice(1).join('?'));
  return Object.fromEntries(
    [...new Set(found.keys())].map((name) => {
      const values = found.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

function jsonRoutes(): JsonRoute[] {
  return Object.entries<RouteSpec>(routes)
    .filter(([, { reply }]) => reply !== null)
    .map(([name]) => name)
    .filter((name): name is JsonRoute => name in routes);
}

function methodsByPath(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { path, method } of Object.values<RouteSpec>(routes)) {
    found.set(path, [...(found.get(path) ?? []), method]);
  }
  return found;
}

function bearerNeeded(): Refusal {
  return {
    status: 403,
    code: 'bearer_needed',
    message: 'Only the command line may do this.',
    next: 'Run `amc open` in a terminal.',
  };
}
