import { useLayoutEffect } from 'react';
import { lastNavigation } from './navigation.ts';

/** Where a screen was left: how far down, and which row stood where, for rows whose height is not known before they show. */
interface Left {
  y: number;
  row: string | null;
  top: number;
}

const left = new Map<string, Left>();
const MOST_KEPT = 50;
/** Below the header. */
const TOP_PX = 48;

/** A screen opened anew begins at its top; gone back to, where it was left. `name`: screens of one name are one place. */
export function useScreenScroll(name: string): void {
  useLayoutEffect(() => {
    const before = lastNavigation() === 'pop' ? left.get(name) : undefined;
    scrollTo(0, before?.y ?? 0);
    if (before?.row != null) {
      const row = document.querySelector(`[data-row="${CSS.escape(before.row)}"]`);
      if (row !== null) scrollBy(0, row.getBoundingClientRect().top - before.top);
    }
    return () => {
      left.delete(name);
      left.set(name, whereNow());
      const [oldest] = left.keys();
      if (left.size > MOST_KEPT && oldest !== undefined) left.delete(oldest);
    };
  }, [name]);
}

function whereNow(): Left {
  const rows = document.querySelectorAll<HTMLElement>('[data-row]');
  for (const row of rows) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom > TOP_PX) return { y: scrollY, row: row.dataset['row'] ?? null, top };
  }
  return { y: scrollY, row: null, top: 0 };
}
