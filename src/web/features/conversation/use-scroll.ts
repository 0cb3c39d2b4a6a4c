import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { FarEnd } from './conversation-feed.ts';

const NEAR_END_PX = 96;
/** Below the sticky headers. */
const TOP_PX = 104;
/** Less than this many windows of text: nothing of it is far from the eye. */
const WINDOWS = 6;

interface ScrollOptions {
  /** Changes with every growth. */
  growth: string;
  /** Whether the page begins at its end and stays there; else something else says where. */
  startsAtEnd: boolean;
  /** Whether the end of the page is the newest there is. */
  newest: boolean;
}

export interface DocumentScroll {
  /** False while somebody reads further up. */
  atEnd: boolean;
  /** To the end now, and with all that comes. */
  toEnd: () => void;
  /** Shows more or less around what is read, without moving it. */
  hold: (show: () => void) => void;
  /** Which end of the text is far enough from the eye to be let go. */
  farEnd: FarEnd;
}

/** The page starts at its end and stays there while it grows, unless somebody scrolled up. */
export function useDocumentScroll({ growth, startsAtEnd, newest }: ScrollOptions): DocumentScroll {
  const [atEnd, setAtEnd] = useState(startsAtEnd);
  const pinned = useRef(startsAtEnd);
  const reachable = useRef(newest);
  const toEnd = useCallback(() => {
    pinned.current = true;
    setAtEnd(true);
    scrollTo(0, document.documentElement.scrollHeight);
  }, []);

  useLayoutEffect(() => {
    reachable.current = newest;
    if (pinned.current) toEnd();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the growth is what it waits for
  }, [growth, newest, toEnd]);

  useEffect(() => {
    let lastY = scrollY;
    const moved = (): void => {
      const { scrollHeight, clientHeight } = document.documentElement;
      const low = scrollHeight - clientHeight - scrollY < NEAR_END_PX;
      // Growth alone moves nobody away, nor does what is let go above: only a scroll upwards does.
      if (low && reachable.current) pinned.current = true;
      else if (!low && scrollY < lastY) pinned.current = false;
      lastY = scrollY;
      setAtEnd(pinned.current);
    };
    const resized = (): void => {
      if (pinned.current) toEnd();
    };
    addEventListener('scroll', moved, { passive: true });
    addEventListener('resize', resized);
    return () => {
      removeEventListener('scroll', moved);
      removeEventListener('resize', resized);
    };
  }, [toEnd]);

  const farEnd = useCallback<FarEnd>((added) => {
    if (document.documentElement.scrollHeight < WINDOWS * innerHeight) return null;
    if (added === 'arrived') return pinned.current ? 'earliest' : 'latest';
    return added === 'earlier' ? 'latest' : 'earliest';
  }, []);

  // Who is at the end is brought to the new end, not held.
  const hold = useCallback((show: () => void) => (pinned.current ? flushSync(show) : showAround(show)), []);

  return { atEnd, toEnd, hold, farEnd };
}

/** Shows what changes around the window, and puts what is read where it was. */
function showAround(show: () => void): void {
  const anchors = visibleEntries().map((entry) => ({
    id: entry.dataset['entry'],
    top: entry.getBoundingClientRect().top,
  }));
  flushSync(show);
  for (const { id, top } of anchors) {
    const entry = document.querySelector(`[data-entry="${CSS.escape(id ?? '')}"]`);
    if (entry === null) continue;
    return scrollBy(0, entry.getBoundingClientRect().top - top);
  }
}

/** What is read now. One of them may be gone afterwards: a result that finds its call moves up to it. */
function visibleEntries(): HTMLElement[] {
  const entries = [...document.querySelectorAll<HTMLElement>('[data-entry]')];
  const first = entries.findIndex((entry) => entry.getBoundingClientRect().bottom > TOP_PX);
  return first === -1 ? entries.slice(-1) : entries.slice(first, first + 5);
}
