import type { AnswerPath } from '../../contract/request.ts';
import type { SessionRef } from '../../contract/session.ts';
import type { ObservationSink } from '../../core/observation.ts';
import type { AgentAdapter, SessionContext } from '../../ports/agent.ts';
import { CAPABILITIES } from './capabilities.ts';
import { CodexHome, type CodexHomeOptions } from './home.ts';
import { readMessages, type CodexMessage } from './rollout/messages.ts';
import { CHANNEL, deliver } from './app-server/deliver.ts';

export interface CodexAdapterOptions extends Omit<CodexHomeOptions, 'codexHome' | 'tell'> {
  /** Every CODEX_HOME to look at. */
  codexHomes: readonly string[];
}

export interface CodexAdapter extends AgentAdapter {
  /** The whole conversation as the original server showed it; empty when there is no record. */
  messages(threadId: string): Promise<readonly CodexMessage[]>;
}

/** The adapter for Codex: its background servers first, its processes and rollouts where there is no server. */
export function createCodexAdapter({ codexHomes, pages, ...shared }: CodexAdapterOptions): CodexAdapter {
  let sink: ObservationSink = () => undefined;
  const homes = [...new Set(codexHomes)].map(
    (codexHome) =>
      new CodexHome({
        ...shared,
        pages,
        codexHome,
        tell: (id, news) => sink({ ...news, session: { agent: 'codex', id } }),
      }),
  );

  async function rolloutOf(threadId: string): Promise<string | null> {
    for (const home of inOrder(homes, threadId)) {
      const found = await home.rollout(threadId);
      if (found !== null) return found.path;
    }
    return null;
  }

  return {
    agent: 'codex',
    async start(given) {
      sink = given;
      await Promise.all(homes.map((home) => home.start()));
    },
    async reconcile() {
      await Promise.all(homes.map((home) => home.reconcile()));
    },
    transcriptOf: ({ id }: SessionRef) => rolloutOf(id),
    async messages(threadId) {
      const path = await rolloutOf(threadId);
      return path === null ? [] : readMessages({ pages, path });
    },
    path(session, target) {
      const home = inOrder(homes, session.ref.id)[0];
      if (home === undefined) return none('no CODEX_HOME is watched');
      return target.type === 'request'
        ? requestPath(home, session, target.requestId)
        : actionPath(home, session, target.type);
    },
    deliver(session, action, signal) {
      const served = inOrder(homes, session.ref.id)[0]?.served(session.ref.id) ?? null;
      if (served !== null) return deliver({ ...served, action, signal });
      const message = 'The Codex server that runs this session cannot be reached; nothing was sent.';
      return Promise.resolve({ state: 'failed', via: CHANNEL, reason: { code: 'not_connected', message } });
    },
    health: () => homes.map((home) => home.health()),
    async dispose() {
      await Promise.all(homes.map((home) => home.dispose()));
    },
  };
}

function inOrder(homes: readonly CodexHome[], threadId: string): CodexHome[] {
  return [...homes.filter((home) => home.knows(threadId)), ...homes.filter((home) => !home.knows(threadId))];
}

function actionPath(home: CodexHome, { ref }: SessionContext, action: 'prompt' | 'interrupt'): AnswerPath {
  if (home.served(ref.id) !== null && CAPABILITIES.served.actions[action] === 'structured') {
    return { channel: 'structured', via: CHANNEL };
  }
  if (home.isCutOff(ref.id)) return none('the connection to the Codex server is lost');
  const owner = home.owner(ref.id);
  if (owner === null) return none('no running Codex is known to hold this session');
  if (owner.typeable && CAPABILITIES.embedded.actions[action] === 'keystrokes')
    return { channel: 'keystrokes', via: 'codex' };
  if (!owner.runs) return none('its background server cannot be reached');
  return none(`its process takes no typing that surely reaches this session: ${owner.detail}`);
}

function requestPath(home: CodexHome, { ref }: SessionContext, requestId: string): AnswerPath {
  const served = home.served(ref.id);
  if (served === null) {
    if (home.isCutOff(ref.id)) return none('the connection to the Codex server is lost; answer in the terminal');
    return none('this Codex runs without its background server; answer in the terminal');
  }
  const ask = served.thread.asks.find(requestId);
  if (ask === null) return none('the Codex server does not ask this (any more)');
  return ask.unanswerable === null ? { channel: 'structured', via: CHANNEL } : none(ask.unanswerable);
}

function none(reason: string): AnswerPath {
  return { channel: 'none', reason };
}
