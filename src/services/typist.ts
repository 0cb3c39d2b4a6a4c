import type { AgentName } from '../contract/agent.ts';
import { AmcError } from '../contract/errors.ts';
import type { ProcessId } from '../core/observation.ts';
import type { Handover } from '../ports/agent.ts';
import type { KeystrokePlanner, TypedAction } from '../ports/keystrokes.ts';
import type { ProcessTable } from '../ports/process-table.ts';
import type { PaneInfo, ScreenSnapshot, TerminalAdapter } from '../ports/terminal.ts';
import { agentInForeground } from './pane-guard.ts';
import type { PaneLocator } from './pane-locator.ts';
import { nextStepFor } from './typing-advice.ts';

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
    const screen = await screenOf(terminal, pane);
    if (!screen.ok) return refused(screen.code, `Nothing was typed: ${screen.reason}.`, via);
    const plan = planner.plan(action, screen.value);
    if (!plan.ok) return { state: 'refused', via, reason: plan.reason };
    const result = await terminal.input(pane.ref, plan.steps, guard);
    switch (result.state) {
      case 'accepted': {
        const shown = plan.shown?.() ?? null;
        const note = `typed into ${pane.label}`;
        return { state: 'accepted', via, note, ...(shown === null ? {} : { shown }) };
      }
      case 'refused':
        return result.wrote !== true
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

/** A screen that cannot be read is a refusal: nothing has been typed. */
async function screenOf(
  terminal: TerminalAdapter,
  { ref }: PaneInfo,
): Promise<{ ok: true; value: ScreenSnapshot } | { ok: false; code: string; reason: string }> {
  try {
    return { ok: true, value: await terminal.snapshot(ref, { ansi: true }) };
  } catch (error) {
    if (!(error instanceof AmcError)) throw error;
    return { ok: false, code: error.code, reason: error.message.replace(/\.$/, '') };
  }
}

function refused(code: string, message: string, via?: string): Handover {
  const reason = { code, message, next: nextStepFor(code) };
  return { state: 'refused', ...(via === undefined ? {} : { via }), reason };
}
