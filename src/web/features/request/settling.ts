import { useEffect } from 'react';
import { useApp } from '../../state/store.ts';

const CARD = '[data-request]';
const SETTLING = '[data-request][aria-disabled=true]';
/** Less than this nobody aims by, px. */
const SAME_PX = 4;
/** As long as a request that appeared cannot be decided. */
const SETTLES_MS = 350;

/** Where a card stands in the page, and whether the keys go to it. */
interface Stand {
  left: number;
  top: number;
  leads: boolean;
}

/** Before the newest change was drawn; null: nothing has changed since it was compared. */
let before: ReadonlyMap<HTMLElement, Stand> | null = null;

/**
 * A press means what was seen: a request that slid, because something above it went or grew, and one that the keys go to
 * from now on because the one before it went, can be decided a moment later only. It keeps the focus meanwhile.
 */
export function useSettling(): void {
  useEffect(() => {
    // Called before anything is drawn anew: what is measured is what is seen.
    const unfollow = useApp.subscribe((state, { board, outbox }) => {
      if (before !== null || (state.board === board && state.outbox === outbox)) return;
      before = stands();
      requestAnimationFrame(compare);
    });
    const pressed = (event: MouseEvent): void => {
      // What the keyboard presses has the focus, wherever it stands.
      if (event.detail === 0 || !isSettling(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('click', pressed, { capture: true });
    return () => {
      unfollow();
      before = null;
      document.removeEventListener('click', pressed, { capture: true });
    };
  }, []);
}

/** Whether what is pressed belongs to a request that has not stood still for long enough. */
export function isSettling(target: EventTarget | null): boolean {
  compare();
  return target instanceof Element && target.closest(SETTLING) !== null;
}

function compare(): void {
  if (before === null) return;
  const now = stands();
  for (const [card, stood] of before) {
    const stand = now.get(card);
    if (stand !== undefined && isElsewhere(stood, stand)) settle(card);
  }
  before = null;
}

function stands(): Map<HTMLElement, Stand> {
  const led = new Set<Element | null>();
  const all = new Map<HTMLElement, Stand>();
  for (const card of document.querySelectorAll<HTMLElement>(CARD)) {
    const { left, top } = card.getBoundingClientRect();
    const scope = card.closest('[data-row]');
    const leads = !led.has(scope) && card.querySelector('button[data-key]') !== null;
    if (leads) led.add(scope);
    all.set(card, { left: left + scrollX, top: top + scrollY, leads });
  }
  return all;
}

function isElsewhere(stood: Stand, stand: Stand): boolean {
  return (
    Math.abs(stand.top - stood.top) > SAME_PX ||
    Math.abs(stand.left - stood.left) > SAME_PX ||
    (stand.leads && !stood.leads)
  );
}

const timers = new WeakMap<HTMLElement, ReturnType<typeof setTimeout>>();

function settle(card: HTMLElement): void {
  card.setAttribute('aria-disabled', 'true');
  clearTimeout(timers.get(card));
  timers.set(
    card,
    setTimeout(() => card.removeAttribute('aria-disabled'), SETTLES_MS),
  );
}
