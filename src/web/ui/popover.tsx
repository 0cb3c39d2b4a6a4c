import { useEffectEvent, useLayoutEffect, useRef, type ReactNode } from 'react';
import { classes } from './classes.ts';

interface PopoverProps {
  /** The button it belongs to: it opens under it, or above where there is no room. */
  anchor: HTMLElement;
  close: () => void;
  label?: string;
  align?: 'left' | 'right';
  /** Whether it goes when the page scrolls under it: what stands in the text does, what stands in a bar stays. */
  follows?: 'text' | 'bar';
  className?: string;
  children: ReactNode;
}

const GAP_PX = 4;

/** The browser's own popover: closes by Esc and by a press elsewhere, and gives the focus back to its button. */
export function Popover(props: PopoverProps): ReactNode {
  const { anchor, close, label, align = 'right', follows = 'text', className, children } = props;
  const box = useRef<HTMLDivElement>(null);
  const closed = useEffectEvent(close);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.showPopover();
    const stand = (): void => standBeside(element, anchor, align);
    stand();
    element.querySelector<HTMLElement>('[data-first], button:not(:disabled), input, a')?.focus({ preventScroll: true });
    const grown = new ResizeObserver(stand);
    grown.observe(element);
    const moved = (): void => closed();
    if (follows === 'text') addEventListener('scroll', moved, { passive: true, once: true });
    return () => {
      grown.disconnect();
      removeEventListener('scroll', moved);
      if (element.contains(document.activeElement)) anchor.focus({ preventScroll: true });
    };
  }, [anchor, align, follows]);
  return (
    <div
      ref={box}
      popover="auto"
      role={label === undefined ? undefined : 'dialog'}
      aria-label={label}
      className={classes(
        'fixed inset-auto m-0 max-h-[80dvh] max-w-[calc(100vw-16px)] overflow-y-auto rounded-m border border-line bg-float p-1 text-ink shadow-float',
        className,
      )}
      onToggle={(event) => {
        if (event.newState === 'closed') close();
      }}
    >
      {children}
    </div>
  );
}

/** Under the button, else above it; never out of the window. */
function standBeside(element: HTMLElement, anchor: HTMLElement, align: 'left' | 'right'): void {
  const { top, bottom, left, right } = anchor.getBoundingClientRect();
  const { height, width } = element.getBoundingClientRect();
  const above = bottom + height + 2 * GAP_PX > innerHeight && top - height - GAP_PX > 0;
  element.style.top = `${above ? top - height - GAP_PX : Math.min(bottom + GAP_PX, Math.max(GAP_PX, innerHeight - height - GAP_PX))}px`;
  const wanted = align === 'left' ? left : right - width;
  element.style.left = `${Math.max(8, Math.min(wanted, document.documentElement.clientWidth - width - 8))}px`;
}
