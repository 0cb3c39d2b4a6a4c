import type { AgentName } from '../contract/agent.ts';
import type { Action, ActionType, DeliveryReason } from '../contract/command.ts';
import type { Evidence } from '../contract/evidence.ts';
import type { SourceHealth } from '../contract/health.ts';
import type { AnswerPath, Request } from '../contract/request.ts';
import type { Offer, SessionRef } from '../contract/session.ts';
import type { ObservationSink, ProcessId } from '../core/observation.ts';
import type { AgentCompletions } from './completions.ts';

/** What an adapter needs to know of a session to choose a way and to deliver. */
export interface SessionContext {
  ref: SessionRef;
  process: ProcessId | null;
  requests: readonly Request[];
  /** The core's present status value. */
  busy: boolean;
}

/**
 * What became of handing a command over. `accepted` means the channel took it; only the agent's own record makes it
 * `confirmed`, and that comes as an observation, or at once where the channel's reply is that record (`confirmed` set).
 * `shown`: the agent's screen looks like it, which is said and proves nothing.
 */
export type Handover =
  | { state: 'accepted'; via: string; note?: string; confirmed?: Evidence; shown?: Evidence }
  | { state: 'refused'; via?: string; reason: DeliveryReason }
  | { state: 'failed'; via?: string; reason: DeliveryReason }
  /** It may or may not have arrived. Shown as such, never retried. */
  | { state: 'unknown'; via: string; reason: DeliveryReason };

/** What has to travel: an action, or an answer to a request. */
export type PathTarget =
  | { type: Exclude<ActionType, 'answer' | 'approve' | 'deny'> }
  | { type: 'request'; requestId: string };

/** One agent's adapter: turns its surfaces into observations and commands into its own words. */
export interface AgentAdapter {
  readonly agent: AgentName;
  /** Absent: nothing is known of what it completes. */
  readonly completions?: AgentCompletions;
  /** Starts observing and resolves when the first full look is done and given to the sink. */
  start(sink: ObservationSink): Promise<void>;
  /** A slow, full look at everything, for what the watchers missed. */
  reconcile(): Promise<void>;
  /** The file that holds the conversation now; null when there is none yet. Of a live session, before the index knows it. */
  transcriptOf(ref: SessionRef): Promise<string | null>;
  /**
   * How an action would travel over a structured channel; `keystrokes` when only a pane can take it, with `via` saying
   * which text or key the pane would need being left to `services/keystrokes`.
   */
  path(session: SessionContext, target: PathTarget): AnswerPath;
  /** The action that a prompt stands for, where its text is a command of the agent that AMC has an action of its own for. */
  actionOf?(text: string): Action | null;
  /** Whether it may ask on its screen while it works, without any other source that tells of it. Absent: never. */
  asksOnScreen?(session: SessionContext): boolean;
  /** What else the session can be asked; a path of `keystrokes` as `path` gives it. */
  offers(session: SessionContext): readonly Offer[];
  /** Hands a command over through the structured channel. Called only where `path` said `structured`. */
  deliver(session: SessionContext, action: Action, signal: AbortSignal): Promise<Handover>;
  health(): readonly SourceHealth[];
  dispose(): Promise<void>;
}
