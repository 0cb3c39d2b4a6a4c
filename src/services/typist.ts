import type { AgentName } from '../contract/agent.ts';
import type { ProcessId } from '../core/observation.ts';
import type { Handover } from '../ports/agent.ts';
import type { KeystrokePlanner, TypedAction } from '../ports/keystrokes.ts';
import type { ProcessTable } from '../ports/process-table.ts';
import type { PaneInfo, TerminalAdapter } from '../ports/terminal.ts';
import { agentInForeground } from './pane-guard.ts';
import type { PaneLocator } from './pane-locator.ts';

export interface TypistOptions {
  locator: PaneLocator;
  processes: ProcessTable;
  planners: ReadonlyMap<AgentName, KeystrokePlanner>;
}

/** Types into panes: finds the pane anew, looks at its screen, lets the agent's planner say how, and never twice. */
export class Typist {
  readonly #options: TypistOptions;

  constructor(options: TypistOptions) {
    this.#options = options;
  }

  async type(agent: AgentName, process: ProcessId | null, action: TypedAction): Promise<Handover> {
    const planner = this.#options.planners.get(agent);
    if (planner === undefined) return refused('not_typable', `AMC does not know how to type to ${agent}.`);
    if (process === null)
      return refused('no_process', 'Nothing was typed: AMC does not know which process runs this session.');
    const located = await this.#options.locator.locate(process);
    if (!located.found) return refused('no_pane', `Nothing was typed: ${located.reason}.`);
    return this.#typeInto(located.terminal, located.pane, planner, process, action);
  }

  async #typeInto(
    terminal: TerminalAdapter,
    pane: PaneInfo,
    planner: KeystrokePlanner,
    process: ProcessId,
    action: TypedAction,
  ): Promise<Handover> {
    const via = terminal.terminal;
    const guard = agentInForeground(this.#options.processes, process, pane.tty ?? null);
    const proof = await guard();
    if (!proof.ok) return refused(proof.code, `Nothing was typed: ${proof.reason}.`, via);
    const plan = planner.plan(action, await terminal.snapshot(pane.ref, { ansi: true }));
    if (!plan.ok) return { state: 'refused', via, reason: plan.reason };
    const result = await terminal.input(pane.ref, plan.steps, guard);
    switch (result.state) {
      case 'accepted':
        return { state: 'accepted', via, note: `typed into ${pane.label}` };
      case 'refused':
        return result.stepsDone === 0
          ? refused(result.code, `Nothing was typed: ${result.reason}.`, via)
          : {
              state: 'unknown',
              via,
              reason: {
                code: result.code,
                message: `Typing stopped half-way: ${result.reason}.`,
                next: `Look at the pane ${pane.label}: the text may stand there unsent.`,
              },
            };
      case 'unknown':
        return {
          state: 'unknown',
          via,
          reason: {
            code: 'lost_reply',
            message: `${via} did not say whether it took the input: ${result.reason}.`,
            next: `Look at the pane ${pane.label} before you send it again.`,
          },
        };
    }
  }
}

function refused(code: string, message: string, via?: string): Handover {
  return { state: 'refused', ...(via === undefined ? {} : { via }), reason: { code, message } };
}
