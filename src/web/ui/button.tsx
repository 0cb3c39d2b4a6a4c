import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classes } from './classes.ts';

type Look = 'primary' | 'plain' | 'quiet';

const LOOKS: Record<Look, string> = {
  primary:
    'bg-ink text-paper border-ink hover:bg-ink-2 hover:border-ink-2 data-off:border-line data-off:bg-transparent data-off:text-ink-3 data-off:[&>kbd]:bg-paper-3 data-off:[&>kbd]:text-ink-3',
  plain:
    'bg-float text-ink border-line-2 hover:border-ink-3 hover:bg-paper-2 data-off:border-line data-off:bg-transparent data-off:text-ink-3',
  quiet:
    'bg-transparent text-ink-2 border-transparent hover:text-ink hover:bg-paper-3 data-off:bg-transparent data-off:text-ink-3',
};

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  /** The key that does the same, shown where there is a keyboard. */
  keyHint?: string;
  children: ReactNode;
}

/** 32 px with a mouse, 44 with a finger. Ink, never colour: colour is for state. */
export function Button({ look = 'plain', keyHint, className, children, ...rest }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={classes(
        'inline-flex min-h-8 items-center justify-center gap-2 rounded-m border px-3 text-13 font-medium pointer-coarse:min-h-11 pointer-coarse:px-4',
        LOOKS[look],
        'disabled:cursor-default',
        className,
      )}
      {...rest}
    >
      {children}
      {keyHint === undefined ? null : <Key of={keyHint} inverse={look === 'primary'} />}
    </button>
  );
}

interface KeyProps {
  of: string;
  inverse?: boolean;
  /** Where the key itself is what is told. */
  always?: boolean;
}

/** A key, shown where there is a keyboard. */
export function Key({ of, inverse = false, always = false }: KeyProps): ReactNode {
  return (
    <kbd
      aria-hidden="true"
      className={classes(
        'inline-grid h-4 min-w-4 place-items-center rounded-s px-1 font-mono text-12 leading-none',
        !always && 'pointer-coarse:hidden',
        inverse ? 'bg-ink-2 text-paper' : 'bg-paper-3 text-ink-2',
      )}
    >
      {of}
    </kbd>
  );
}
