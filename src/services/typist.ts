import type { AgentName } from '../contract/agent.ts';
import { AmcError } from '../contract/errors.ts';
import type { ProcessId } from '../core/observation.ts';
import type { Handover } from '../ports/agent.ts';
import type { KeystrokePlanner, TypedAction } from '../ports/keystrokes.ts';
import type { ProcessTable } from '../ports/process-table.ts';
import type { Guard, PaneInfo, ScreenSnapshot, TerminalAdapter } from '../ports/terminal.ts';
import { agentInForeground } from './pane-guard.ts';
import type { PaneLocator } from './pane-locator.ts';
import { nextStepFor } from './typing-advice.ts';

export interface TypistOptions {
  locator: PaneLocator;
  processes: ProcessTable;
  planners: ReadonlyMap<AgentName, KeystrokePlanner>;
}

/** A screen that was planned with longer ago is looked at again before the first write, ms. */
const PLANNED_MS = 400;

/** Types into panes: finds the pane anew, looks at its screen, lets the agent's planner say how, and never twice. */
export class Typist {
  readonly #options: TypistOptions;

  constructor(options: TypistOptions) {
    this.#options = options;
  }

  /** `givenUp`: aborted when nobody waits for it any more; nothing is written from then on. */
  async type(
    agent: AgentName,
    process: ProcessId | null,
    action: TypedAction,
    givenUp?: AbortSignal,
  ): Promise<Handover> {
    const planner = this.#options.planners.get(agent);
    if (planner === undefined) return refused('not_typable', `AMC does not know how to type to ${agent}.`);
    if (process === null)
      return refused('no_process', 'Nothing was typed: AMC does not know which process runs this session.');
    const located = await this.#options.locator.locate(process);
    if (!located.found) return refused('no_pane', `Nothing was typed: ${located.reason}.`);
    const guard = unlessGivenUp(agentInForeground(this.#options.processes, process, located.pane.tty ?? null), givenUp);
    return this.#typeInto(located.terminal, located.pane, planner, guard, action);
  }

  async #typeInto(
    terminal: TerminalAdapter,
    pane: PaneInfo,
    planner: KeystrokePlanner,
    guard: Guard,
    action: TypedAction,
  ): Promise<Handover> {
    const via = terminal.terminal;
    const proof = await guard();
    if (!proof.ok) return refused(proof.code, `Nothing was typed: ${proof.reason}.`, via);
    const screen = await screenOf(terminal, pane);
    if (!screen.ok) return refused(screen.code, `Nothing was typed: ${screen.reason}.`, via);
    const plan = planner.plan(action, screen.value);
    if (!plan.ok) return { state: 'refused', via, reason: plan.reason };
    const stillFits = onlyWhileItFits({ guard, replan: () => replanned(terminal, pane, planner, action) });
    const result = await terminal.input(pane.ref, plan.steps, stillFits);
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

/** Asked before every write: what was told as unknown must not be typed behind somebody's back. */
function unlessGivenUp(guard: Guard, givenUp: AbortSignal | undefined): Guard {
  const late = { ok: false, code: 'given_up', reason: 'AMC gave it up, it took too long' } as const;
  return async () => {
    const proof = givenUp?.aborted === true ? late : await guard();
    return givenUp?.aborted === true ? late : proof;
  };
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

/**
 * Another writer may have had the pane first: what was planned for an old screen is asked for once more before the first
 * write, and left when it would not be planned now. Later steps look at the screen themselves.
 */
function onlyWhileItFits({ guard, replan }: { guard: Guard; replan: () => ReturnType<Guard> }): Guard {
  const plannedAt = performance.now();
  let isFirst = true;
  return async () => {
    const isOld = isFirst && performance.now() - plannedAt > PLANNED_MS;
    isFirst = false;
    const fits = isOld ? await replan() : ({ ok: true } as const);
    return fits.ok ? guard() : fits;
  };
}

async function replanned(
  terminal: TerminalAdapter,
  pane: PaneInfo,
  planner: KeystrokePlanner,
  action: TypedAction,
): ReturnType<Guard> {
  const screen = await screenOf(terminal, pane);
  if (!screen.ok) return screen;
  const plan = planner.plan(action, screen.value);
  if (plan.ok) return { ok: true };
  const { code, message } = plan.reason;
  return {
    ok: false,
    code,
    reason: `its screen has changed meanwhile: ${message.replace(/^Nothing was typed: |\.$/g, '')}`,
  };
}
