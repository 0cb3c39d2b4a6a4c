import type { z } from 'zod';
import type { Actor } from '../contract/command.ts';
import { UserError } from '../contract/errors.ts';
import type { RouteName, routes } from '../contract/routes.ts';
import type { MissionControl } from '../services/api.ts';

type Routes = typeof routes;
type Part<N extends RouteName, K extends string> =
  Routes[N] extends Record<K, infer S extends z.ZodType> ? z.output<S> : undefined;

interface Input<N extends RouteName> {
  params: Part<N, 'params'>;
  query: Part<N, 'query'>;
  body: Part<N, 'body'>;
}

type Answer<N extends RouteName> = (mission: MissionControl, input: Input<N>, actor: Actor) => unknown;

/** Routes that answer JSON and are the mission's business. */
type Answered = Exclude<
  RouteName,
  'stream' | 'screen' | 'screens' | 'exportSession' | 'exchange' | 'mintCode' | 'openapi'
>;

/** What answers each route, as the server's handlers do. */
const ANSWERS: { [N in Answered]: Answer<N> } = {
  health: (mission) => mission.health(),
  sessions: (mission) => ({ sessions: mission.sessions(), serverTime: Date.now() }),
  session: (mission, { params: { key } }) => mission.session(key) ?? unknownSession(),
  conversation: (mission, { params: { key }, query }) => mission.conversation(key, query),
  record: ({ history }, { params, query: { agentId } }) => history.record({ ...params, agentId }),
  timeline: ({ history }, { params: { key } }) => history.timeline(key),
  history: ({ history }, { query: { cursor = null, limit, deleted, agent, project, text } }) =>
    history.list({
      cursor,
      limit,
      ...(agent === undefined ? {} : { agent }),
      ...(project === undefined ? {} : { project }),
      ...(text === undefined ? {} : { text }),
      ...(deleted === 'only' ? { sourceDeleted: true } : {}),
    }),
  historyEntry: ({ history }, { params: { key } }) => history.entry(key),
  search: ({ history }, { query: { q, cursor = null, limit } }) => history.search({ query: q, cursor, limit }),
  usage: ({ history }, { query: { by, from = null, to = null, project, session, zone } }) =>
    history.usage({
      by,
      from,
      to,
      timeZone: zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(project === undefined ? {} : { project }),
      ...(session === undefined ? {} : { sessionKey: session }),
    }),
  index: ({ history }) => history.progress(),
  verifyIndex: ({ history }) => history.verify(),
  rebuildIndex: ({ history }) => history.rebuild(),
  forgetDeleted: async ({ history }, { body: { session = null } }) => ({
    forgotten: await history.forgetDeleted(session),
  }),
  dismiss: (mission, { params: { key } }) => done(mission.dismiss(key)),
  sendCommand: (mission, { body }, actor) => mission.submit(body, actor),
  command: (mission, { params: { id }, query: { waitMs } }) => mission.settled(id, waitMs),
  cancelCommand: (mission, { params: { id } }, actor) => mission.cancel(id, actor),
  audit: (mission, { query }) => mission.audit(query),
  uploadAttachment: (mission, { body }) => mission.keepAttachment(body),
  mark: (mission, { params: { key }, body }) => done(mission.mark(key, body)),
  touchedFiles: ({ history }, { params: { key } }) => history.touchedFiles(key),
  completions: (mission, { params: { key }, query }) => mission.completions(key, query),
  typeKeys: ({ screens }, { params: { key }, body }, actor) => screens.type(key, body, actor),
  settings: ({ settings }) => settings.get(),
  saveSettings: ({ settings }, { body }) => settings.save(body),
  testTarget: ({ settings }, { body }) => settings.testTarget(body),
  attention: (mission, { body: { page, looking } }) => done(mission.attend(page, looking)),
  setup: ({ setup }) => setup.look(),
  changeHooks: ({ setup }, { body: { action } }) => setup.changeHooks(action),
  stateHash: (mission) => mission.stateHash(),
  reveal: (mission, { params: { key } }) => mission.reveal(key),
};

/** Answers a route whose input its own schemas have made. */
export async function answerRoute<N extends RouteName>(
  mission: MissionControl,
  name: N,
  input: unknown,
  actor: Actor,
): Promise<unknown> {
  if (!isAnswered(name)) throw new UserError({ code: 'not_in_demo', message: 'The demo has no server for this.' });
  const answer = ANSWERS[name] as (mission: MissionControl, input: unknown, actor: Actor) => unknown;
  return answer(mission, input, actor);
}

function isAnswered(name: RouteName): name is Answered {
  return Object.hasOwn(ANSWERS, name);
}

function done(_nothing: void): { ok: true } {
  return { ok: true };
}

function unknownSession(): never {
  throw new UserError({
    code: 'session_unknown',
    message: 'There is no such session.',
    next: 'Look at the board for what there is.',
  });
}
