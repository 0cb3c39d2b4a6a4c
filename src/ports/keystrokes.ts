import type { AgentName } from '../contract/agent.ts';
import type { DeliveryReason } from '../contract/command.ts';
import type { InputStep, ScreenSnapshot } from './terminal.ts';

/** What can be typed at all. Everything else goes through structured channels only. */
export type TypedAction = { type: 'prompt'; text: string } | { type: 'interrupt' };

export type TypingPlan = { ok: true; steps: readonly InputStep[] } | { ok: false; reason: DeliveryReason };

/** An agent's screen, as far as typing into it must understand it. */
export interface KeystrokePlanner {
  readonly agent: AgentName;
  /**
   * The steps that type this action, given the screen as it is now (with ANSI rows); or why it must not be typed:
   * a dialog is open, the user has a draft in the composer, this is not the agent's screen.
   */
  plan(action: TypedAction, screen: ScreenSnapshot): TypingPlan;
}
