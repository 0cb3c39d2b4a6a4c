import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classes } from './classes.ts';

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does; shown while a hand rests on it. */
  label: string;
  /** Strokes in a 16 by 16 box. */
  children: ReactNode;
  /** Text beside the strokes. */
  text?: string | undefined;
}

/** A button that is only a sign: 28 px with a mouse, 44 with a finger. */
export function IconButton({ label, children, text, className, ...rest }: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classes(
        'inline-flex h-7 min-w-7 shrink-0 items-center justify-center gap-1.5 rounded-s px-1.5 text-12 text-ink-2 hover:bg-paper-3 hover:text-ink disabled:cursor-default disabled:bg-transparent disabled:text-ink-4 pointer-coarse:h-11 pointer-coarse:min-w-11',
        className,
      )}
      {...rest}
    >
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor">
        {children}
      </svg>
      {text === undefined ? null : <span>{text}</span>}
    </button>
  );
}
