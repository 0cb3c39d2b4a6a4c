import { useLayoutEffect } from 'react';
import { lastNavigation } from './navigation.ts';

const kept = new Map<string, number>();
const MOST_KEPT = 50;

/** A screen opened anew begins at its top; gone back to, where it was left. `name`: screens of one name are one place. */
export function useScreenScroll(name: string): void {
  useLayoutEffect(() => {
    scrollTo(0, lastNavigation() === 'pop' ? (kept.get(name) ?? 0) : 0);
    const note = (): void => {
      kept.delete(name);
      kept.set(name, scrollY);
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    };
    addEventListener('scroll', note, { passive: true });
    return () => removeEventListener('scroll', note);
  }, [name]);
}
