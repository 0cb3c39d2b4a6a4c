import type { SourceHealth } from '../contract/health.ts';
import type { AgentAdapter } from '../ports/agent.ts';
import type { Clock } from '../ports/clock.ts';
import type { Feed } from './feed.ts';

export interface SourcesOptions {
  agents: ReadonlyMap<string, AgentAdapter>;
  /** Of everything that is no agent: spool, multiplexers. */
  others: () => readonly SourceHealth[];
  clock: Clock;
  feed: Feed;
}

/** How everything stands that AMC learns something from. */
export class Sources {
  readonly #options: SourcesOptions;
  readonly #since = new Map<string, { state: SourceHealth['state']; at: number }>();
  #told = '';

  constructor(options: SourcesOptions) {
    this.#options = options;
  }

  all(): SourceHealth[] {
    const agents = [...this.#options.agents.values()].flatMap((adapter) => adapter.health());
    return [...agents, ...this.#options.others()].map((source) => ({ ...source, since: this.#sinceOf(source) }));
  }

  /** Tells it when it has changed. */
  tell(): void {
    const sources = this.all();
    const seen = JSON.stringify(sources.map(({ name, state, detail }) => [name, state, detail]));
    if (seen === this.#told) return;
    this.#told = seen;
    this.#options.feed.publish({ type: 'sources', sources });
  }

  /** Since when it is in its state, as far as it was looked at. */
  #sinceOf({ name, state }: SourceHealth): number {
    const known = this.#since.get(name);
    if (known?.state === state) return known.at;
    const at = this.#options.clock();
    this.#since.set(name, { state, at });
    return at;
  }
}
