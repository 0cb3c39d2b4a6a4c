import type { HookEvent } from './state-store.ts';

/** Hook events of one agent, durable before they are told. */
export interface HookSource {
  /** Tells every new event, oldest first. */
  subscribe(agent: string, listener: (event: HookEvent) => void): () => void;
  /** Events already stored since `at` (ms), oldest first, to rebuild what is open after a restart. */
  since(agent: string, at: number): readonly HookEvent[];
}

/**
 * The hook processes that wait for AMC's word (see hook/README.md). A relay is known by the name of the event that
 * opened it; it lives as long as its process does.
 */
export interface RelayHub {
  /** Whether the relay's process still waits. */
  waiting(eventName: string): Promise<boolean>;
  /** Hands the answer (JSON the hook prints) over; `gone` when nobody waits any more. */
  answer(eventName: string, answer: unknown): Promise<'taken' | 'gone'>;
  /** Lets the hook leave without an answer. */
  release(eventName: string): Promise<void>;
}
