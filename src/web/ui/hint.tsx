import { useId, type ReactNode } from 'react';
import { classes } from './classes.ts';

interface HintProps {
  /** What is shown while the mouse rests on it, or a key has brought the focus to it. */
  hint: ReactNode;
  align?: 'left' | 'right';
  side?: 'above' | 'below';
  /** Whether a Tab stops here. A hint whose text is nowhere else must have one. */
  focusable?: boolean;
  className?: string;
  children: ReactNode;
}

/** Text that explains other text. Drawn by CSS alone: no timers, nothing to clean up, works without a mouse. */
export function Hint({
  hint,
  align = 'left',
  side = 'below',
  focusable = true,
  className,
  children,
}: HintProps): ReactNode {
  const id = useId();
  return (
    <span
      className={classes('group/hint relative', className)}
      tabIndex={focusable ? 0 : undefined}
      aria-describedby={id}
    >
      {children}
      <HintBox id={id} align={align} side={side}>
        {hint}
      </HintBox>
    </span>
  );
}

export function HintBox(props: {
  id: string;
  align: 'left' | 'right';
  side: 'above' | 'below';
  children: ReactNode;
}): ReactNode {
  return (
    <span
      id={props.id}
      role="tooltip"
      className={classes(
        'pointer-events-none invisible absolute z-30 w-max max-w-[min(340px,80vw)] rounded-m border border-line bg-float px-3 py-2 text-left font-sans text-12 font-normal whitespace-normal text-ink opacity-0 shadow-float',
        'transition-opacity duration-100 group-hover/hint:visible group-hover/hint:opacity-100 group-hover/hint:delay-300',
        'group-focus-visible/hint:visible group-focus-visible/hint:opacity-100',
        props.align === 'left' ? 'left-0' : 'right-0',
        props.side === 'below' ? 'top-full mt-1' : 'bottom-full mb-1',
      )}
    >
      {props.children}
    </span>
  );
}
