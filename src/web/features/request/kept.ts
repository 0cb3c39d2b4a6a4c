import { useState } from 'react';

const kept = new Map<string, unknown>();
const MOST = 200;

/** State that outlives its component: what was begun for a request is still there when somebody comes back to it. */
export function useKept<T>(name: string, initial: () => T): [value: T, set: (next: T) => void] {
  const [value, setValue] = useState<T>(() => (kept.has(name) ? (kept.get(name) as T) : initial()));
  const set = (next: T): void => {
    kept.delete(name);
    kept.set(name, next);
    const [oldest] = kept.keys();
    if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    setValue(next);
  };
  return [value, set];
}
