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
    const settle = before === undefined ? () => {} : standAt(before);
    return () => {
      settle();
      left.delete(name);
      left.set(name, whereNow());
      const [oldest] = left.keys();
      if (left.size > MOST_KEPT && oldest !== undefined) left.delete(oldest);
    };
  }, [name]);
}

/** What comes late above the rows moves them: looked at again for a moment, until somebody moves. */
const SETTLES_MS = 400;
/** At first at once, each time with the rows laid out that the time before brought into sight. */
const LOOKS = 4;
const MOVES = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/** Brings the row back to where it stood, and keeps it there for a moment. The returned function ends it. */
function standAt({ row, top }: Left): () => void {
  const until = performance.now() + SETTLES_MS;
  let frame = 0;
  const end = (): void => {
    cancelAnimationFrame(frame);
    for (const move of MOVES) removeEventListener(move, end);
  };
  const align = (): void => {
    cancelAnimationFrame(frame);
    const element = row === null ? null : document.querySelector(`[data-row="${CSS.escape(row)}"]`);
    const away = element === null ? 0 : element.getBoundingClientRect().top - top;
    if (Math.abs(away) >= 1) scrollBy(0, away);
    if (row === null || performance.now() > until) return end();
    frame = requestAnimationFrame(align);
  };
  for (const move of MOVES) addEventListener(move, end, { passive: true });
  for (let look = 0; look < LOOKS; look += 1) {
    align();
    if (!layOutWhatIsSeen()) break;
  }
  return end;
}

/**
 * Rows far from the screen have a guessed height, and come to their own only when the browser next draws. Those that are
 * in sight get theirs at once: what is seen first is what was left. Whether there were any.
 */
function layOutWhatIsSeen(): boolean {
  const guessed = [...document.querySelectorAll<HTMLElement>('[data-row]')].filter((row) => {
    if (row.style.contentVisibility === 'visible') return false;
    const { top, bottom } = row.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  for (const row of guessed) row.style.contentVisibility = 'visible';
  return guessed.length > 0;
}

function whereNow(): Left {
  const rows = document.querySelectorAll<HTMLElement>('[data-row]');
  for (const row of rows) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom > TOP_PX) return { y: scrollY, row: row.dataset['row'] ?? null, top };
  }
  return { y: scrollY, row: null, top: 0 };
}
