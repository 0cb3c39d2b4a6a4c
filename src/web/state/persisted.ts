import { useSyncExternalStore } from 'react';
import { readStored } from './stored.ts';

const listeners = new Set<() => void>();

/** A small value kept in the browser under `amc.<name>`; '' removes it. Storage that is full or forbidden only forgets it. */
export function writeStored(name: string, value: string): void {
  try {
    if (value === '') localStorage.removeItem(`amc.${name}`);
    else localStorage.setItem(`amc.${name}`, value);
  } catch {
    // Kept for this page only by whoever holds it in its own state.
  }
  for (const listener of listeners) listener();
}

/** The stored value, current across tabs. */
export function useStored(name: string): string {
  return useSyncExternalStore(subscribe, () => readStored(name));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}
