import type { Hono } from 'hono';
import type { z } from 'zod';
import { AgentName } from '../contract/agent.ts';
import type { Command, DeliveryState } from '../contract/command.ts';
import type { Session } from '../contract/session.ts';
import { isFileId } from '../lib/file-id.ts';
import type { MissionControl } from '../services/api.ts';
import { originalActor } from './actor.ts';
import { actionFor, RespondBody } from './compat/respond.ts';
import type { OriginalState } from './compat/state.ts';
import {
  methodNotAllowed,
  replyJson,
  replyRefusal,
  routeUnknown,
  send,
  type ServerContext,
  type ServerEnv,
} from './env.ts';
import { readJson } from './json-body.ts';
import type { Refusal } from './refusal.ts';

/** How long `/api/respond` waits for the delivery to be settled, ms. */
const RESPOND_WAIT_MS = 10_000;

export interface CompatOptions {
  mission: MissionControl;
  state: OriginalState;
  maxBodyBytes: number;
}

/** The original's routes: the same paths, the same fields, behind this server's guard and credentials. */
export function registerCompat(app: Hono<ServerEnv>, options: CompatOptions): void {
  const { mission, state } = options;
  app.get('/api/state', (c) => send(c, { headers: { 'Content-Type': 'application/json' }, body: state.body() }));
  app.get('/api/events/:id', (c) =>
    withId(c, async (id) => replyJson(c, { session_id: id, events: await mission.compat.events(id) })),
  );
  app.get('/api/conversation/:id', (c) => withId(c, (id) => conversation(c, id, mission)));
  app.post('/api/dismiss/:id', (c) => withId(c, (id) => dismiss(c, id, mission)));
  app.post('/api/respond/:id', (c) => withId(c, (id) => respond(c, id, options)));
  for (const path of ['/api/state', '/api/events/:id', '/api/conversation/:id']) {
    app.all(path, (c) => replyRefusal(c, methodNotAllowed(['GET'])));
  }
  for (const path of ['/api/dismiss/:id', '/api/respond/:id']) {
    app.all(path, (c) => replyRefusal(c, methodNotAllowed(['POST'])));
  }
}

/** Ids are exact: nothing is cut off or cleaned up, what cannot be an id is not found. */
function withId(c: ServerContext, serve: (id: string) => Promise<Response> | Response): Promise<Response> | Response {
  const id = c.env.path.slice(c.env.path.lastIndexOf('/') + 1);
  return isFileId(id) ? serve(id) : replyRefusal(c, routeUnknown());
}

async function conversation(c: ServerContext, id: string, mission: MissionControl): Promise<Response> {
  const agent = c.req.query('agent') === 'codex' ? 'codex' : 'claude';
  const projectDir = c.req.query('project_dir') || null;
  const messages = await mission.compat.messages({ agent, sessionId: id, projectDir });
  return replyJson(c, { session_id: id, messages });
}

/** As in the original, dismissing what is not there is no error. */
function dismiss(c: ServerContext, id: string, mission: MissionControl): Response {
  const session = findSession(mission, id);
  if (session !== null) mission.dismiss(session.key);
  return replyJson(c, { ok: true });
}

async function respond(c: ServerContext, id: string, { mission, maxBodyBytes }: CompatOptions): Promise<Response> {
  const json = await readJson(c.env.incoming, { maxBytes: maxBodyBytes });
  if (!json.ok) return replyRefusal(c, json.refusal);
  const body = RespondBody.safeParse(json.value);
  if (!body.success) return replyRefusal(c, { status: 400, code: 'body_malformed', message: firstIssue(body.error) });
  const session = findSession(mission, id);
  if (session === null) return replyRefusal(c, { status: 404, code: 'session_unknown', message: 'Session not found' });
  const action = actionFor(session, body.data);
  if (!action.ok) return replyRefusal(c, action.refusal);
  const submitted = mission.submit({ sessionKey: session.key, action: action.value }, originalActor(c));
  const command = await mission.settled(submitted.id, RESPOND_WAIT_MS);
  return arrived(command.delivery.state)
    ? replyJson(c, { ok: true, amc_delivery: command.delivery.state, amc_command: command.id })
    : replyRefusal(c, notDelivered(command));
}

/** Two agents may use the same id; then it is the one that was active last. */
function findSession(mission: MissionControl, id: string): Session | null {
  const found = AgentName.options
    .map((agent) => mission.session(`${agent}:${id}`))
    .filter((session) => session !== null)
    .sort((a, b) => b.lastActivityAt - a.lastActivityAt);
  return found[0] ?? null;
}

function arrived(state: DeliveryState): boolean {
  return state === 'accepted' || state === 'confirmed';
}

function notDelivered({ delivery: { state, reason } }: Command): Refusal {
  const message = reason?.message ?? `It is not delivered yet (${state}).`;
  const next = reason?.next ?? 'Look at the session before you send it again.';
  return { status: 500, code: reason?.code ?? `delivery_${state}`, message, next, fault: 'upstream' };
}

function firstIssue({ issues }: z.ZodError): string {
  return issues[0]?.message ?? 'Invalid JSON body';
}
