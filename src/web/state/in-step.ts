import { create } from 'zustand';
import { beginTrail, endTrail, hashAt } from './board-trail.ts';
import { beginAnew, client } from './connection.ts';
import { isLive, useApp } from './store.ts';

/** Whether this page shows what the server knows, as far as it was looked at last. */
export interface InStep {
  /** `unknown`: never compared, or the server could not be asked. */
  state: 'unknown' | 'same' | 'different';
  /** That both have; null where they differ. */
  hash: string | null;
  /** When it was compared, ms, by this machine's clock. */
  at: number | null;
}

export const useInStep = create<InStep>(() => ({ state: 'unknown', hash: null, at: null }));

/** An event that the server has sent is here within this time, or something is wrong. */
const EVENT_WITHIN_MS = 5_000;
const LOOK_AGAIN_AFTER_MS = 5 * 60_000;

let running: Promise<InStep> | null = null;

/**
 * Compares the board with the server's by its hash, both after the same event. Where they differ, everything is asked for
 * anew: what is shown is never wrong for longer than that takes.
 */
export function compareWithServer(): Promise<InStep> {
  running ??= compare().finally(() => (running = null));
  return running;
}

/** Compares whenever something may have been missed: after every break, and when somebody comes back to the page. */
export function keepInStep(): void {
  let wasAway = false;
  useApp.subscribe((state) => {
    if (state.connection.phase === 'reconnecting' || state.connection.phase === 'stale') wasAway = true;
    if (!wasAway || !isLive(state)) return;
    wasAway = false;
    void compareWithServer();
  });
  document.addEventListener('visibilitychange', () => {
    const { at } = useInStep.getState();
    const isOld = at === null || Date.now() - at > LOOK_AGAIN_AFTER_MS;
    if (!document.hidden && isOld && isLive(useApp.getState())) void compareWithServer();
  });
}

async function compare(): Promise<InStep> {
  const { board, lastEventId } = useApp.getState();
  beginTrail(lastEventId, board);
  try {
    // A command of ours may be in the board before its event is: what differs is looked at once more.
    const hash = (await hashOfBoth()) ?? (await hashOfBoth());
    const state = hash === null ? 'different' : 'same';
    useInStep.setState({ state, hash, at: Date.now() });
    if (state === 'different' && isLive(useApp.getState())) beginAnew();
  } catch {
    useInStep.setState({ state: 'unknown', hash: null, at: Date.now() });
  } finally {
    endTrail();
  }
  return useInStep.getState();
}

/** The hash that both have after the same event; null when they differ. */
async function hashOfBoth(): Promise<string | null> {
  const { hash, id } = await client.call('stateHash', {});
  return (await hashAt(id, EVENT_WITHIN_MS)) === hash ? hash : null;
}
