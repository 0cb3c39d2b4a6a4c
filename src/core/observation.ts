import type { EvidenceSource } from '../contract/evidence.ts';
import type { Request } from '../contract/request.ts';
import type { Problem, SessionRef } from '../contract/session.ts';
import type { VitalFacts } from './vitals.ts';

/** A process, proven to be the same one by its start time (clock ticks since boot on Linux, as text). */
export interface ProcessId {
  pid: number;
  startTime: string;
}

/** What a source knows about a session. Absent means "not known by this source", never "empty". */
export interface SessionFacts {
  cwd?: string;
  branch?: string;
  /** `rank`: the higher wins; a title given by a person 3, by the agent 2, the first prompt 1. */
  title?: { text: string; rank: 1 | 2 | 3 };
  model?: string;
  /** The agent's own name of its permission mode. */
  mode?: string;
  effort?: string;
  agentVersion?: string;
  startedAt?: number;
  /** How full and how busy it is; what is not named stays as it was. */
  vitals?: VitalFacts;
}

/** What a source claims the session is doing. `waiting`: it waits for a person, whatever for. */
export type Activity = 'starting' | 'working' | 'waiting' | 'idle' | 'ended' | 'unknown';

/** A request as an adapter sees it; how it can be answered is decided later, by the adapter's `answerPath`. */
export type ObservedRequest = Request extends infer R
  ? R extends Request
    ? Omit<R, 'answer' | 'evidence'>
    : never
  : never;

/** Actions that end with a state of the agent. `value`: the mode, the model, the title. */
export type DoneAction = 'mode' | 'model' | 'compact' | 'clear' | 'rename' | 'close';

/** `answers`: the chosen words by question id, where the record has them. */
export interface TerminalDecision {
  decision: 'allowed' | 'denied';
  answers?: Readonly<Record<string, string>>;
}

interface Base {
  session: SessionRef;
  source: EvidenceSource;
  /** When the fact became true, ms since the epoch, by the source's clock. */
  at: number;
}

/** One fact from one source at one time. Never edited. Every adapter speaks only this. */
export type Observation = Base &
  (
    | { type: 'described'; facts: SessionFacts }
    /** The process that runs it; null: the source knows it runs no more. */
    | { type: 'process'; process: ProcessId | null; detail: string }
    /** A claim about the status, true since `at`. `doing` is the live line, e.g. `running npm test`. */
    | { type: 'activity'; activity: Activity; detail: string; doing?: string; eventName?: string }
    /** The start of the last thing the agent said (at most 200 characters). */
    | { type: 'said'; preview: string }
    /**
     * It writes this message now, and `more` comes behind what was told of it. `over`: it is on record, or was given up
     * (`dropped`). Told in passing: nothing of it is kept.
     */
    | {
        type: 'saying';
        itemId: string;
        /** Absent: a message. */
        of?: 'thinking' | 'output';
        /** Of output: the command that prints it. */
        title?: string;
        more: string;
        over: boolean;
        dropped?: true;
      }
    /** The agent now waits for this. Opening the same id again is no news. */
    | { type: 'request_opened'; request: ObservedRequest }
    /** It waits no more. `by: 'amc'` only when the agent's own record says that AMC's answer was taken. */
    | {
        type: 'request_closed';
        requestId: string;
        by: 'amc' | 'elsewhere' | 'unknown';
        detail: string;
        /** What the record says was decided at the agent's own terminal: the receipt of an answer that was typed there. */
        inTerminal?: TerminalDecision;
      }
    /** The source says that at `at` the agent waited for nothing: closes every request opened before. */
    | { type: 'requests_cleared'; detail: string }
    /** The agent's own record of a prompt it took. The receipt of a prompt command. */
    | { type: 'prompt_recorded'; text: string; recordId: string; queued: boolean }
    /** The agent's own record that a person stopped the turn. The receipt of an interrupt. */
    | { type: 'interrupted'; detail: string }
    /** The agent's own record that it did such a thing, whoever asked for it. The receipt of these commands. */
    | { type: 'done'; action: DoneAction; value?: string; detail: string }
    /** It never was a session of its own: the agent goes on as that one; null: it is gone. It is forgotten. */
    | { type: 'merged'; into: SessionRef | null; detail: string }
    /** The conversation may have new records. */
    | { type: 'conversation_changed' }
    /** Something of this session could not be read or understood. */
    | { type: 'problem'; problem: Problem }
  );

/** Where adapters put what they see. Never throws, never blocks. */
export type ObservationSink = (observation: Observation) => void;
