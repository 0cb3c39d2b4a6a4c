import { create } from 'zustand';
import type { SessionKey } from '../../contract/session.ts';
import { onStreamEvent } from './events.ts';
import { withSaying, type LiveReplies, type LiveReply } from './saying.ts';
import { useApp } from './store.ts';

/** How long what is on record by now may stand in for its record, ms. */
const STAND_IN_MS = 5_000;

/** What agents say while they say it. Apart from the board: whoever does not look at one is not drawn anew for it. */
const useReplies = create<{ of: LiveReplies }>(() => ({ of: new Map() }));

export function useLiveReply(key: SessionKey): LiveReply | null {
  return useReplies(({ of }) => of.get(key) ?? null);
}

/** Listens from the start: what is being said when the page comes is told only once. Forgets all when it hears no more. */
export function listenToReplies(): void {
  onStreamEvent('saying', (event) => {
    useReplies.setState(({ of }) => ({ of: withSaying(of, event) }));
    if (event.over) setTimeout(() => forget(event.key, event.itemId), STAND_IN_MS);
  });
  useApp.subscribe(({ connection }, before) => {
    if (connection.phase !== 'live' && before.connection.phase === 'live') useReplies.setState({ of: new Map() });
  });
}

function forget(key: SessionKey, itemId: string): void {
  const { of } = useReplies.getState();
  if (of.get(key)?.itemId !== itemId) return;
  const next = new Map(of);
  next.delete(key);
  useReplies.setState({ of: next });
}
