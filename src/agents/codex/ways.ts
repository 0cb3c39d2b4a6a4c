import type { AnswerPath, Request } from '../../contract/request.ts';
import type { Offer } from '../../contract/session.ts';
import type { PathTarget, SessionContext } from '../../ports/agent.ts';
import { CHANNEL } from './app-server/reply.ts';
import { WAYS, type What } from './capabilities.ts';
import type { CodexHome } from './home.ts';
import { MODE_CHOICES } from './modes.ts';

/** The server's methods without which an action cannot be asked for. */
const METHODS: Readonly<Partial<Record<What, string>>> = {
  prompt: 'turn/start',
  interrupt: 'turn/interrupt',
  mode: 'thread/settings/update',
  model: 'thread/settings/update',
  compact: 'thread/compact/start',
  rename: 'thread/name/set',
};

const OFFERED = ['attach', 'mode', 'model', 'compact', 'clear', 'rename', 'close'] as const;

/** How a target would be reached now. */
export function pathTo(home: CodexHome, session: SessionContext, target: PathTarget): AnswerPath {
  if (target.type !== 'request') return wayTo(home, session, target.type);
  const request = session.requests.find(({ id }) => id === target.requestId);
  if (request === undefined) return none('Codex does not ask this (any more)');
  if (request.kind === 'prose_question' || request.kind === 'error') return wayTo(home, session, 'prompt');
  return requestPath(home, session, request);
}

/** What the session can be asked, with what there is to choose from and what is set now. */
export function offersOf(home: CodexHome, session: SessionContext): readonly Offer[] {
  return OFFERED.map((action) => ({ action, path: wayTo(home, session, action), ...choices(home, session, action) }));
}

function choices(home: CodexHome, { ref }: SessionContext, action: Offer['action']): Partial<Offer> {
  const settings = home.settings(ref.id);
  if (action === 'mode') return { choices: [...MODE_CHOICES], ...(settings?.mode ? { current: settings.mode } : {}) };
  if (action !== 'model') return {};
  return {
    ...(home.models.length > 0 ? { choices: home.models.map((model) => ({ ...model })) } : {}),
    ...(settings?.model ? { current: settings.model } : {}),
    ...(settings?.effort ? { currentEffort: settings.effort } : {}),
  };
}

/** Whether there is a way at all. */
export function isPossible(home: CodexHome, threadId: string, what: What): boolean {
  return wayTo(home, { ref: { agent: 'codex', id: threadId } }, what).channel !== 'none';
}

function wayTo(home: CodexHome, { ref }: Pick<SessionContext, 'ref'>, what: What): AnswerPath {
  const served = home.served(ref.id);
  if (served !== null) {
    const way = WAYS.served[what];
    const method = METHODS[what];
    if (method !== undefined && served.rpc.lacks(method)) return none(`this Codex server does not know ${method}`);
    return way.channel === 'none' ? none(way.reason, way.remedy) : { channel: 'structured', via: CHANNEL };
  }
  if (home.isCutOff(ref.id)) return none('the connection to the Codex server is lost');
  const owner = home.owner(ref.id);
  if (owner === null) return none('no running Codex is known to hold this session');
  if (!owner.runs) return none('its background server cannot be reached');
  if (!owner.typeable) return none(`its process takes no typing that surely reaches this session: ${owner.detail}`);
  const way = WAYS.embedded[what];
  return way.channel === 'none' ? none(way.reason, way.remedy) : { channel: 'keystrokes', via: 'codex' };
}

function requestPath(home: CodexHome, session: SessionContext, request: Request): AnswerPath {
  const { ref } = session;
  if (home.served(ref.id) === null) {
    const way = wayTo(home, session, `request: ${request.kind}`);
    return way.channel === 'none' && way.remedy === undefined ? { ...way, remedy: { text: IN_TERMINAL } } : way;
  }
  if (home.plans(ref.id, request.id)) return wayTo(home, session, 'request: plan');
  const ask = home.asking(ref.id, request.id)?.asks.find(request.id) ?? null;
  if (ask === null) return none('the Codex server does not ask this (any more)');
  if (ask.unanswerable !== null) return none(ask.unanswerable, { text: IN_TERMINAL });
  return wayTo(home, session, `request: ${request.kind}`);
}

const IN_TERMINAL = 'Answer it in its terminal.';

function none(reason: string, remedy?: { text: string }): AnswerPath {
  return { channel: 'none', reason, ...(remedy === undefined ? {} : { remedy }) };
}
