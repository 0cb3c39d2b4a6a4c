import { useState, type ReactNode } from 'react';

/** A part that is drawn only once it is opened. */
export function Folded({
  summary,
  children,
  opened = false,
  className = '',
}: {
  summary: ReactNode;
  children: ReactNode;
  /** Open from the start. */
  opened?: boolean;
  className?: string;
}): ReactNode {
  const [open, setOpen] = useState(opened);
  return (
    <details className={className} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer text-12 text-ink-3 select-none hover:text-ink pointer-coarse:py-3.5">
        {summary}
      </summary>
      {open ? <div className="mt-2">{children}</div> : null}
    </details>
  );
}
