import { isJsonObject } from '../../lib/json.ts';
import type { RegistryEntry } from './registry-entry.ts';
import type { Tell } from './tell.ts';

/**
 * Who works for a session beside its main agent: subagents, and commands in the background. Hooks tell when a subagent
 * starts and stops, and at the end of a turn everything that goes on; the registry tells when nothing does. See FORMAT.md,
 * "Background agents". Without hooks nothing is known.
 */
export class HelpersWatch {
  readonly #tell: Tell;
  /** Subagents by id: since when they work. */
  readonly #agents = new Map<string, number>();
  /** What else went on at the end of the last turn. */
  #tasks: { count: number; at: number } | null = null;
  /** When the registry last said that no agent works, and that no command runs. */
  #noAgentAt = -Infinity;
  #noTaskAt = -Infinity;
  #isKnown = false;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  /** The session begins: nobody works for it. */
  started(at: number): void {
    this.#agents.clear();
    this.#tasks = { count: 0, at };
    this.#told(at);
  }

  agentStarted(id: string, at: number): void {
    this.#agents.set(id, at);
    this.#told(at);
  }

  agentStopped(id: string, at: number): void {
    if (this.#agents.delete(id)) this.#told(at);
  }

  /** The turn ended: what goes on. `undefined`: this version does not say. */
  turnEnded(tasks: readonly unknown[] | undefined, at: number): void {
    if (tasks === undefined) return;
    const running = tasks.filter(isJsonObject);
    const agents = running.filter(({ type }) => type === 'subagent').map(({ id }) => String(id));
    for (const id of this.#agents.keys()) if (!agents.includes(id)) this.#agents.delete(id);
    for (const id of agents) if (!this.#agents.has(id)) this.#agents.set(id, at);
    this.#tasks = { count: running.length - agents.length, at };
    this.#told(at);
  }

  /** While a subagent works the registry says `busy`; while only a shell runs in the background, `shell`. */
  registrySaid({ status, statusUpdatedAt: at }: RegistryEntry): void {
    if (at === undefined || (status !== 'idle' && status !== 'shell')) return;
    this.#noAgentAt = at;
    // Idle for a moment before it says that a shell runs: then one does.
    this.#noTaskAt = status === 'idle' ? at : -Infinity;
    if (this.#isKnown) this.#told(at);
  }

  #told(at: number): void {
    this.#isKnown = true;
    const subagents = [...this.#agents.values()].filter((since) => since > this.#noAgentAt).length;
    const tasks = this.#tasks;
    const known = tasks === null ? {} : { backgroundTasks: tasks.at > this.#noTaskAt ? tasks.count : 0 };
    this.#tell({ type: 'described', source: 'hook', at, facts: { vitals: { subagents, ...known } } });
  }
}
