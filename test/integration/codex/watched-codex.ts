import { createCodexAdapter, type CodexAdapter } from '../../../src/agents/codex/adapter.ts';
import { createCodexTranscripts } from '../../../src/agents/codex/rollout/format.ts';
import type { Action } from '../../../src/contract/command.ts';
import { sessionKey } from '../../../src/contract/session.ts';
import { decide, project } from '../../../src/core/session.ts';
import type { Observation } from '../../../src/core/observation.ts';
import type { SessionState } from '../../../src/core/state.ts';
import { conversationPage, type Page } from '../../../src/ingest/conversation-pages.ts';
import { createFolderWatcher } from '../../../src/ingest/folder-watcher.ts';
import { createPageReader } from '../../../src/ingest/page-reader.ts';
import { createLogTailer } from '../../../src/ingest/tail.ts';
import { fileRecords } from '../../../src/ingest/transcript-records.ts';
import { createProcessTable } from '../../../src/platform/process-table.ts';
import type { SessionContext } from '../../../src/ports/agent.ts';
import { waitFor } from '../../rig/wait-for.ts';

type Of<T extends Observation['type']> = Extract<Observation, { type: T }>;

/** The real adapter on a CODEX_HOME, with the real core behind it. */
export class WatchedCodex {
  readonly adapter: CodexAdapter;
  readonly observations: Observation[] = [];
  readonly sessions = new Map<string, SessionState>();
  readonly #dispose: () => Promise<void>;

  private constructor(codexHomes: readonly string[], clock: () => number) {
    const watcher = createFolderWatcher();
    const tailer = createLogTailer({ watcher });
    this.adapter = createCodexAdapter({
      codexHomes,
      clock,
      processTable: createProcessTable(),
      watcher,
      tailer,
      pages: createPageReader(),
    });
    this.#dispose = async () => {
      await this.adapter.dispose();
      tailer.dispose();
      watcher.dispose();
    };
  }

  static start(...codexHomes: string[]): Promise<WatchedCodex> {
    return WatchedCodex.startAt(Date.now, ...codexHomes);
  }

  /** With a clock that a test can turn. */
  static async startAt(clock: () => number, ...codexHomes: string[]): Promise<WatchedCodex> {
    const watched = new WatchedCodex(codexHomes, clock);
    await watched.adapter.start((observation) => watched.#observe(observation));
    return watched;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#dispose();
  }

  /** The session as the core holds it true. */
  session(id: string): SessionState | undefined {
    return this.sessions.get(sessionKey({ agent: 'codex', id }));
  }

  context(id: string): SessionContext {
    const state = this.session(id);
    if (state === undefined) throw new Error(`No session ${id}`);
    const process = state.process.known === 'running' ? state.process.process : null;
    const requests = state.requests.map(({ request, evidence }) => ({
      ...request,
      evidence,
      answer: { channel: 'none' as const, reason: '' },
    }));
    return { ref: state.ref, process, requests, busy: state.status.value === 'working' };
  }

  /** The newest page of the conversation, read as the server reads it; null without a rollout. */
  async conversation(id: string, limit: number): Promise<Page | null> {
    const path = await this.adapter.transcriptOf({ agent: 'codex', id });
    if (path === null) return null;
    const format = createCodexTranscripts({ codexHomes: [] });
    const records = fileRecords({ pages: createPageReader(), path, format, for: 'page' });
    return conversationPage({ records, query: { limit } });
  }

  deliver(id: string, action: Action) {
    return this.adapter.deliver(this.context(id), action, AbortSignal.timeout(10_000));
  }

  /** The first observation of this kind that satisfies the test, already made or to come. */
  until<T extends Observation['type']>(
    type: T,
    test: (observation: Of<T>) => boolean = () => true,
    { from = 0, timeoutMs = 20_000 }: { from?: number; timeoutMs?: number } = {},
  ): Promise<Of<T>> {
    const isIt = (observation: Observation): observation is Of<T> =>
      observation.type === type && test(observation as Of<T>);
    return waitFor(() => this.observations.slice(from).find(isIt), {
      timeoutMs,
      what: `an observation ${type}`,
      context: () =>
        this.observations
          .slice(from)
          .map((one) => JSON.stringify(one).slice(0, 300))
          .join('\n'),
    });
  }

  untilStatus(id: string, value: SessionState['status']['value'], timeoutMs = 20_000): Promise<SessionState> {
    return waitFor(
      () => {
        const state = this.session(id);
        return state?.status.value === value ? state : undefined;
      },
      { timeoutMs, what: `status ${value} of ${id}`, context: () => JSON.stringify(this.session(id)?.status) },
    );
  }

  #observe(observation: Observation): void {
    this.observations.push(observation);
    const key = sessionKey(observation.session);
    let state = this.sessions.get(key) ?? null;
    for (const event of decide(state, observation)) state = project(state, event);
    if (state !== null) this.sessions.set(key, state);
  }
}
