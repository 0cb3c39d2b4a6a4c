import { z } from 'zod';
import { Command, NewCommand } from './command.ts';
import { ConversationPage } from './conversation.ts';
import { Health } from './health.ts';
import { Session } from './session.ts';

export interface RouteSpec {
  method: 'GET' | 'POST';
  /** Hono path; parameters as `:name`. */
  path: string;
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Reply of a 200; `null` where the reply is no JSON. */
  reply: z.ZodType | null;
}

const key = z.object({ key: z.string() });

/** The product's own routes: the one table that the server, the typed client and OpenAPI are made from. */
export const routes = {
  health: { method: 'GET', path: '/api/health', summary: 'What AMC can see and what it cannot', reply: Health },
  sessions: {
    method: 'GET',
    path: '/api/sessions',
    summary: 'Every session, those that need you first',
    reply: z.object({ sessions: z.array(Session), serverTime: z.number() }),
  },
  session: { method: 'GET', path: '/api/sessions/:key', summary: 'One session', params: key, reply: Session },
  conversation: {
    method: 'GET',
    path: '/api/sessions/:key/conversation',
    summary: 'A page of its conversation; the newest one without a cursor',
    params: key,
    query: z.object({
      before: z.coerce.number().int().nonnegative().optional(),
      after: z.coerce.number().int().nonnegative().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    reply: ConversationPage,
  },
  dismiss: {
    method: 'POST',
    path: '/api/sessions/:key/dismiss',
    summary: 'Hide a session until it shows new activity',
    params: key,
    body: z.object({}),
    reply: z.object({ ok: z.literal(true) }),
  },
  sendCommand: {
    method: 'POST',
    path: '/api/commands',
    summary: 'Ask AMC to do something to a session; answers at once, the delivery follows on the stream',
    body: NewCommand,
    reply: Command,
  },
  command: {
    method: 'GET',
    path: '/api/commands/:id',
    summary: 'A command and its delivery; waits up to `waitMs` for it to be settled',
    params: z.object({ id: z.string() }),
    query: z.object({ waitMs: z.coerce.number().int().min(0).max(60_000).default(0) }),
    reply: Command,
  },
  stream: {
    method: 'GET',
    path: '/api/stream',
    summary: 'Server-sent events: a snapshot, then every change (see StreamEvent)',
    reply: null,
  },
  exchange: {
    method: 'POST',
    path: '/api/auth/exchange',
    summary: 'Trade a one-time code for the browser session: a cookie, and the page token for the `x-amc-page` header',
    body: z.object({ code: z.string() }),
    reply: z.object({ pageToken: z.string() }),
  },
  mintCode: {
    method: 'POST',
    path: '/api/auth/code',
    summary: 'A one-time code for `amc open` (bearer only)',
    body: z.object({}),
    reply: z.object({ code: z.string(), url: z.string() }),
  },
  openapi: { method: 'GET', path: '/api/openapi.json', summary: 'This table as OpenAPI 3.1', reply: z.unknown() },
} as const satisfies Record<string, RouteSpec>;
export type RouteName = keyof typeof routes;
