import { createFolderWatcher } from '../../../src/ingest/folder-watcher.ts';
import { createPageReader } from '../../../src/ingest/page-reader.ts';
import { createLogTailer } from '../../../src/ingest/tail.ts';
import { createClaudeAdapter } from '../../../src/agents/claude/adapter.ts';
import { createProcessTable } from '../../../src/platform/process-table.ts';
import type { Action } from '../../../src/contract/command.ts';
import type { AnswerPath } from '../../../src/contract/request.ts';
import type { Observation } from '../../../src/core/observation.ts';
import type { SessionState } from '../../../src/core/state.ts';
import type { AgentAdapter, Handover } from '../../../src/ports/agent.ts';
import type { HookSource, RelayHub } from '../../../src/ports/hooks.ts';
import { Board } from '../../../src/services/board.ts';
import { contextOf } from '../../../src/services/view.ts';
import { waitFor } from '../../rig/wait-for.ts';

export const noHooks: HookSource & RelayHub = {
  subscribe: () => () => undefined,
  since: () => [],
  waiting: async () => false,
  answer: async () => 'gone',
  release: async () => undefined,
};

/** The adapter on real folders, and what the core makes of its observations. */
export class Observed {
  readonly adapter: AgentAdapter;
  readonly observations: Observation[] = [];
  readonly #board = new Board({ changed: () => undefined, removed: () => undefined });
  readonly #watcher = createFolderWatcher();
  readonly #tailer = createLogTailer({ watcher: this.#watcher });

  constructor(
    configDirs: readonly string[],
    bridge: HookSource & RelayHub = noHooks,
    options: { hiddenHoldMs?: number; tickMs?: number } = {},
  ) {
    this.adapter = createClaudeAdapter({
      configDirs,
      clock: Date.now,
      processTable: createProcessTable(),
      hooks: bridge,
      relay: bridge,
      tailer: this.#tailer,
      pages: createPageReader(),
      watcher: this.#watcher,
      tickMs: 200,
      ...options,
    });
  }

  async start(): Promise<void> {
    await this.adapter.start((observation) => {
      this.observations.push(observation);
      this.#board.observe(observation);
    });
  }

  async stop(): Promise<void> {
    await this.adapter.dispose();
    this.#tailer.dispose();
    this.#watcher.dispose();
  }

  state(id: string): SessionState | null {
    return this.#board.get(`claude:${id}`);
  }

  sessions(): SessionState[] {
    return [...this.#board.all()];
  }

  /** Waits until the session's state satisfies the test. */
  until(id: string, what: string, test: (state: SessionState) => boolean, timeoutMs = 20_000): Promise<SessionState> {
    return waitFor(
      () => {
        const state = this.state(id);
        return state !== null && test(state) ? state : undefined;
      },
      { what, timeoutMs, context: () => this.story(id) },
    );
  }

  untilStatus(id: string, value: SessionState['status']['value'], timeoutMs?: number): Promise<SessionState> {
    return this.until(id, `status ${value}`, ({ status }) => status.value === value, timeoutMs);
  }

  /** Waits for an observation of this session. */
  untilTold<T extends Observation['type']>(
    id: string,
    type: T,
    test: (observation: Extract<Observation, { type: T }>) => boolean = () => true,
    timeoutMs = 20_000,
  ): Promise<Extract<Observation, { type: T }>> {
    const isIt = (each: Observation): each is Extract<Observation, { type: T }> =>
      each.type === type && each.session.id === id;
    const find = () => this.observations.filter(isIt).find(test);
    return waitFor(find, { what: `${type} of ${id}`, timeoutMs, context: () => this.story(id) });
  }

  path(id: string, target: Parameters<AgentAdapter['path']>[1]): AnswerPath {
    const state = this.state(id);
    if (state === null) throw new Error(`No session ${id}`);
    return this.adapter.path(contextOf(state), target);
  }

  deliver(id: string, action: Action): Promise<Handover> {
    const state = this.state(id);
    if (state === null) throw new Error(`No session ${id}`);
    return this.adapter.deliver(contextOf(state), action, AbortSignal.timeout(10_000));
  }

  /** What was told of a session, for a failed test. */
  story(id: string): string {
    const told = this.observations.filter(({ session }) => session.id === id);
    return told.map(({ session: _session, ...rest }) => JSON.stringify(rest).slice(0, 300)).join('\n');
  }
}
