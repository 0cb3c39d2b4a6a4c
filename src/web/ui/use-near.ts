import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';

/** Calls when the element comes near the window, and again for every new cursor; null: there is nothing to come near to. */
export function useNear(near: () => void, cursor: string | number | null): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const seen = useEffectEvent((entries: readonly IntersectionObserverEntry[]) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) near();
  });
  useEffect(() => {
    if (element.current === null || cursor === null) return;
    const observer = new IntersectionObserver((entries) => seen(entries), { rootMargin: '600px 0px' });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [cursor]);
  return element;
}
