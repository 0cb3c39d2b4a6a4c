import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

const NEAR_END_PX = 96;

export interface DocumentScroll {
  /** False while somebody reads further up. */
  atEnd: boolean;
  toEnd: () => void;
  /** Shows more above what is read without moving it. `anchor` is an element that stays. */
  hold: (anchor: Element | null, show: () => void) => void;
}

/** The page starts at its end and stays there while it grows, unless somebody scrolled up. `growth` changes with every growth. */
export function useDocumentScroll(growth: string): DocumentScroll {
  const [atEnd, setAtEnd] = useState(true);
  const pinned = useRef(true);
  const toEnd = useCallback(() => {
    pinned.current = true;
    setAtEnd(true);
    scrollTo(0, document.documentElement.scrollHeight);
  }, []);

  useLayoutEffect(() => {
    if (pinned.current) toEnd();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the growth is what it waits for
  }, [growth, toEnd]);

  useEffect(() => {
    let lastY = scrollY;
    const moved = (): void => {
      const { scrollHeight, clientHeight } = document.documentElement;
      const near = scrollHeight - clientHeight - scrollY < NEAR_END_PX;
      // Growth alone moves nobody away: only a scroll upwards does.
      if (near) pinned.current = true;
      else if (scrollY < lastY) pinned.current = false;
      lastY = scrollY;
      setAtEnd(near || pinned.current);
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

  const hold = useCallback((anchor: Element | null, show: () => void) => {
    const before = anchor?.getBoundingClientRect().top ?? 0;
    flushSync(show);
    if (anchor !== null) scrollBy(0, anchor.getBoundingClientRect().top - before);
  }, []);

  return { atEnd, toEnd, hold };
}
