import type { AnswerPath } from '../../contract/request.ts';
import type { SessionRef } from '../../contract/session.ts';
import type { ObservationSink } from '../../core/observation.ts';
import type { AgentAdapter } from '../../ports/agent.ts';
import { deliver } from './app-server/deliver.ts';
import { codexCompletions } from './completions.ts';
import { failed } from './app-server/reply.ts';
import { CodexHome, type CodexHomeOptions } from './home.ts';
import { readMessages, type CodexMessage } from './rollout/messages.ts';
import { slashAction } from './slash-actions.ts';
import { isPossible, offersOf, pathTo } from './ways.ts';

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
    completions: codexCompletions(
      (threadId) => inOrder(homes, threadId)[0]?.skillSource ?? null,
      (threadId, what) =>
        inOrder(homes, threadId)
          .slice(0, 1)
          .some((home) => isPossible(home, threadId, what)),
    ),
    actionOf: slashAction,
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
      return home === undefined ? NO_HOME : pathTo(home, session, target);
    },
    asksOnScreen: ({ ref }) => inOrder(homes, ref.id)[0]?.owner(ref.id)?.typeable === true,
    offers(session) {
      const home = inOrder(homes, session.ref.id)[0];
      return home === undefined ? [] : offersOf(home, session);
    },
    deliver(session, action, signal) {
      const handing = inOrder(homes, session.ref.id)[0]?.handing(session.ref.id, action, signal) ?? null;
      if (handing !== null) return deliver(handing);
      return Promise.resolve(
        failed('not_connected', 'The Codex server that runs this session cannot be reached; nothing was sent.'),
      );
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

const NO_HOME: AnswerPath = { channel: 'none', reason: 'no CODEX_HOME is watched' };
