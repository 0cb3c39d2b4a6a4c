import { useEffect, useEffectEvent, useState } from 'react';
import { messageOf } from '../../../lib/message-of.ts';
import { noteRefusal } from '../../state/connection.ts';
import { isLive, useApp } from '../../state/store.ts';

export type Asked<T> =
  | { phase: 'reading' }
  | { phase: 'read'; value: T }
  | { phase: 'failed'; why: string; retry: () => void };

/** What changed again so soon is asked for again this much later. */
const PAUSE_MS = 5_000;

/**
 * Asks when it is first shown, and again when `version` changes, not too often; what was read stays until there is newer.
 * `ask` may change with every render; `name` says what is asked for.
 */
export function useAsked<T>(name: string, version: string, ask: (signal: AbortSignal) => Promise<T>): Asked<T> {
  const live = useApp(isLive);
  const [asked, setAsked] = useState<{ name: string; version: string; at: number; outcome: Asked<T> } | null>(null);
  const known = asked?.name === name ? asked : null;
  const due = live && known?.version !== version;
  const readAt = known?.at ?? 0;
  const read = useEffectEvent(ask);
  useEffect(() => {
    if (!due) return;
    const controller = new AbortController();
    const { signal } = controller;
    const told = (outcome: Asked<T>): void => setAsked({ name, version, at: Date.now(), outcome });
    const timer = setTimeout(
      () => {
        read(signal).then(
          (value) => told({ phase: 'read', value }),
          (error: unknown) => {
            if (signal.aborted) return;
            noteRefusal(error);
            told({ phase: 'failed', why: messageOf(error), retry: () => setAsked(null) });
          },
        );
      },
      Math.max(0, readAt + PAUSE_MS - Date.now()),
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [due, name, version, readAt]);
  return known?.outcome ?? { phase: 'reading' };
}
