import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Whether an element is at least so wide, px. False before it is measured. */
export function useAtLeast<E extends HTMLElement>(width: number): [RefObject<E | null>, boolean] {
  const element = useRef<E>(null);
  const [isWide, setWide] = useState(false);
  useLayoutEffect(() => {
    const box = element.current;
    if (box === null) return;
    const measure = (): void => setWide(box.clientWidth >= width);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [width]);
  return [element, isWide];
}
