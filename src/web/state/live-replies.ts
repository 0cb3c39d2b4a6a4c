import { useMemo } from 'react';
import { create } from 'zustand';
import type { SessionKey } from '../../contract/session.ts';
import { onStreamEvent } from './events.ts';
import { placeOf, withSaying, type LiveReplies, type LiveReply, type Saying } from './saying.ts';
import { useApp } from './store.ts';

/** How long what is on record by now may stand in for its record, ms. */
const STAND_IN_MS = 5_000;

/** What agents say while they say it. Apart from the board: whoever does not look at one is not drawn anew for it. */
const useReplies = create<{ of: LiveReplies }>(() => ({ of: new Map() }));

export function useLiveReply(key: SessionKey): LiveReply | null {
  return useReplies(({ of }) => of.get(placeOf({ key, itemId: '' })) ?? null);
}

const NONE: readonly LiveReply[] = [];

/** What it thinks and what its commands print now. */
export function useLiveWork(key: SessionKey): readonly LiveReply[] {
  const all = useReplies(({ of }) => of);
  const own = useMemo(() => [...all.values()].filter((one) => one.key === key && one.of !== undefined), [all, key]);
  return own.length === 0 ? NONE : own;
}

/** Listens from the start: what is being said when the page comes is told only once. Forgets all when it hears no more. */
export function listenToReplies(): void {
  onStreamEvent('saying', (event) => {
    useReplies.setState(({ of }) => ({ of: withSaying(of, event) }));
    if (event.over) setTimeout(() => forget(event), STAND_IN_MS);
  });
  useApp.subscribe(({ connection }, before) => {
    if (connection.phase !== 'live' && before.connection.phase === 'live') useReplies.setState({ of: new Map() });
  });
}

function forget(saying: Saying): void {
  const { of } = useReplies.getState();
  const place = placeOf(saying);
  if (of.get(place)?.itemId !== saying.itemId) return;
  const next = new Map(of);
  next.delete(place);
  useReplies.setState({ of: next });
}
