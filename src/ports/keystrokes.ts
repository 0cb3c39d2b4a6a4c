import type { AgentName } from '../contract/agent.ts';
import type { Action, DeliveryReason } from '../contract/command.ts';
import type { Evidence } from '../contract/evidence.ts';
import type { Choice, Request } from '../contract/request.ts';
import type { InputStep, ScreenSnapshot } from './terminal.ts';

/** What is to be typed: an action, with the request it answers when it answers one (a dialog on the screen). */
export interface TypedAction {
  action: Action;
  request: Request | null;
}

/** A dialog on the screen that no other source tells of. `id`: the same while the same dialog stands there. */
export interface ScreenDialog {
  id: string;
  text: string;
  choices: readonly Choice[];
}

export type TypingPlan =
  | {
      ok: true;
      steps: readonly InputStep[];
      /** Asked when all steps have gone through: what the agent's own screen then said, where that is the only record. */
      shown?: () => Evidence | null;
    }
  | { ok: false; reason: DeliveryReason };

/** An agent's screen, as far as typing into it must understand it. */
export interface KeystrokePlanner {
  readonly agent: AgentName;
  /**
   * The steps that type this action, given the screen as it is now (with ANSI rows); or why it must not be typed:
   * a dialog is open, the user has a draft in the composer, this is not the agent's screen.
   */
  plan(typed: TypedAction, screen: ScreenSnapshot): TypingPlan;
  /** The dialog that stands on the screen, when there is one that this planner can answer. */
  dialog(screen: ScreenSnapshot): ScreenDialog | null;
}
