import type { AgentName } from '../contract/agent.ts';
import type { Marks } from '../contract/marks.ts';
import type { Session, Vitals } from '../contract/session.ts';
import type { SessionState } from '../core/state.ts';
import type { AgentAdapter } from '../ports/agent.ts';
import { Coalescer } from './coalescer.ts';
import type { Feed } from './feed.ts';
import { inOrderOfNeed } from './order.ts';
import type { Panes } from './panes.ts';
import { viewOf } from './view.ts';

export interface ViewsOptions {
  agents: ReadonlyMap<AgentName, AgentAdapter>;
  panes: Panes;
  stateOf: (sessionKey: string) => SessionState | null;
  /** When it was hidden; undefined: never. */
  dismissedAt: (sessionKey: string) => number | undefined;
  marksOf: (state: SessionState) => Marks | null;
  /** What it cost so far, as far as the index knows. */
  spentOn: (sessionKey: string) => Pick<Vitals, 'cost' | 'tokens'>;
  /** The machine's name. */
  host?: string | undefined;
  feed: Feed;
}

/** Every session as it is shown: made when something has changed, told when it differs from what was told last. */
export class Views {
  readonly #options: ViewsOptions;
  readonly #told = new Map<string, Session>();
  readonly #flush = new Coalescer((keys) => keys.forEach((key) => this.#tell(key)));

  constructor(options: ViewsOptions) {
    this.#options = options;
  }

  changed(sessionKey: string): void {
    this.#flush.mark(sessionKey);
  }

  /** Those that need you first. */
  all(): readonly Session[] {
    this.#flush.now();
    return [...this.#told.values()].sort(inOrderOfNeed);
  }

  /** As it was told, or anew for one that is hidden: it is there all the same. */
  get(sessionKey: string): Session | null {
    this.#flush.now();
    return this.peek(sessionKey);
  }

  /** The same, without telling what has just changed. */
  peek(sessionKey: string): Session | null {
    const told = this.#told.get(sessionKey);
    if (told !== undefined) return told;
    const state = this.#options.stateOf(sessionKey);
    return state === null ? null : this.#viewOf(state);
  }

  removed(sessionKey: string): void {
    if (!this.#told.delete(sessionKey)) return;
    this.#options.feed.publish({ type: 'session_removed', key: sessionKey as Session['key'] });
  }

  dispose(): void {
    this.#flush.dispose();
  }

  #tell(key: string): void {
    const state = this.#options.stateOf(key);
    if (state === null) return;
    if (this.#isHidden(state)) {
      this.removed(key);
      return;
    }
    const view = this.#viewOf(state);
    const before = this.#told.get(key);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(view)) return;
    this.#told.set(key, view);
    this.#options.feed.publish({ type: 'session', session: view });
  }

  #viewOf(state: SessionState): Session {
    const { agents, panes, marksOf, spentOn, host } = this.#options;
    const { key, ref } = state;
    const [adapter, pane] = [agents.get(ref.agent), panes.get(key)];
    return viewOf({ state, adapter, pane, marks: marksOf(state), spent: spentOn(key), host });
  }

  #isHidden({ key, lastActivityAt }: SessionState): boolean {
    const at = this.#options.dismissedAt(key);
    return at !== undefined && lastActivityAt <= at;
  }
}
