import type { StreamEvent } from '../../contract/stream.ts';

type EventOf<T extends StreamEvent['type']> = Extract<StreamEvent, { type: T }>;
type Listener = (event: StreamEvent) => void;

const listeners = new Map<StreamEvent['type'], Set<Listener>>();

/** Tells every event of one kind as it comes from the server, until it is called off. */
export function onStreamEvent<T extends StreamEvent['type']>(
  type: T,
  listener: (event: EventOf<T>) => void,
): () => void {
  const heard: Listener = (event) => listener(event as EventOf<T>);
  const known = listeners.get(type) ?? new Set();
  listeners.set(type, known.add(heard));
  return () => known.delete(heard);
}

/** Called by `connection.ts` with every event, after the store has taken it in. */
export function tellStreamEvent(event: StreamEvent): void {
  for (const listener of listeners.get(event.type) ?? []) {
    try {
      listener(event);
    } catch (error) {
      // One that fails costs neither the others their event nor the page its connection.
      reportError(error);
    }
  }
}
