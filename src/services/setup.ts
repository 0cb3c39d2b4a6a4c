import type { Setup } from '../contract/setup.ts';
import type { Clock } from '../ports/clock.ts';
import type { AgentProbe, HooksSetup, ProbeAgents } from '../ports/setup.ts';
import type { TerminalAdapter } from '../ports/terminal.ts';
import type { SetupGuide } from './api.ts';

/** Programs do not change while somebody reads; the guide asks every few seconds. */
const PROBE_MS = 30_000;

export interface MachineSetupOptions {
  clock: Clock;
  hooks: HooksSetup;
  /** When the newest hook event came, ms since the epoch; null: never. */
  lastHookEventAt: () => number | null;
  probeAgents: ProbeAgents;
  terminals: readonly TerminalAdapter[];
}

/** What AMC finds on this machine, and its one change to it: the hooks. */
export class MachineSetup implements SetupGuide {
  readonly #options: MachineSetupOptions;
  #probed: { at: number; found: Promise<Pick<Setup, 'agents' | 'terminals'>> } | null = null;

  constructor(options: MachineSetupOptions) {
    this.#options = options;
  }

  async look(): Promise<Setup> {
    const { hooks, lastHookEventAt } = this.#options;
    const [{ agents, terminals }, found] = await Promise.all([this.#probe(), hooks.look()]);
    const command = found.state === 'installed' ? 'amc hooks uninstall' : 'amc hooks install';
    return { agents, terminals, hooks: { ...found, command, lastEventAt: lastHookEventAt() } };
  }

  async changeHooks(action: 'install' | 'uninstall'): Promise<Setup> {
    await this.#options.hooks.change(action);
    return this.look();
  }

  #probe(): Promise<Pick<Setup, 'agents' | 'terminals'>> {
    const now = this.#options.clock();
    if (this.#probed === null || now - this.#probed.at >= PROBE_MS)
      this.#probed = { at: now, found: this.#lookAround() };
    return this.#probed.found;
  }

  async #lookAround(): Promise<Pick<Setup, 'agents' | 'terminals'>> {
    const { probeAgents, terminals } = this.#options;
    const [agents, probes] = await Promise.all([
      probeAgents(),
      Promise.all(terminals.map(async (adapter) => ({ terminal: adapter.terminal, ...(await adapter.probe()) }))),
    ]);
    return { agents: agents.map(describe), terminals: probes };
  }
}

function describe({ agent, program, folders }: AgentProbe): Setup['agents'][number] {
  const where =
    folders.length === 0 ? 'It has not been started here yet.' : `It keeps its records in ${folders.join(', ')}.`;
  if (program === null) {
    return {
      agent,
      found: false,
      detail: `\`${agent}\` is not on the PATH that AMC was started with. ${folders.length === 0 ? '' : where}`.trim(),
      next: `Install it, or start AMC from a shell in which \`${agent}\` runs. AMC sees sessions wherever they were started from.`,
    };
  }
  const { path, version } = program;
  return {
    agent,
    found: true,
    ...(version === null ? {} : { version }),
    detail: `${path}. ${where}`,
    ...(folders.length === 0 ? { next: `Start \`${agent}\` once, so that it makes its folder.` } : {}),
  };
}
