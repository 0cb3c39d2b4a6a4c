import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

const LOW = 0.4;
/** Header, session header, buttons and margins. */
const BESIDE_PX = 236;

/** A field as tall as its text, up to a part of the window; `tall`: all the height there is. */
export function useHeight(value: string, tall: boolean): RefObject<HTMLTextAreaElement | null> {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const before = field.current?.style.height;
    if (field.current !== null) fit(field.current, tall);
    // Who reads at the page's end stays there (see `conversation/use-scroll.ts`).
    if (field.current?.style.height !== before) dispatchEvent(new Event('resize'));
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the text is what makes it grow
  }, [value, tall]);
  useEffect(() => {
    const resized = ({ isTrusted }: Event): void => {
      if (isTrusted && field.current !== null) fit(field.current, tall);
    };
    addEventListener('resize', resized);
    return () => removeEventListener('resize', resized);
  }, [tall]);
  return field;
}

function fit(field: HTMLTextAreaElement, tall: boolean): void {
  const { scrollTop, style } = field;
  const limit = innerHeight * LOW;
  style.height = 'auto';
  style.height = `${tall ? Math.max(limit, innerHeight - BESIDE_PX) : Math.min(field.scrollHeight + 2, limit)}px`;
  field.scrollTop = scrollTop;
}
