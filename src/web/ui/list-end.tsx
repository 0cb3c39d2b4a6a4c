import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { useNear } from './use-near.ts';

interface ListEndProps {
  /** Changes with every page. */
  cursor: string;
  busy: boolean;
  more: () => void;
  label: string;
}

/** Reads on by itself when it comes near the window; the button is for those without a pointer. */
export function ListEnd({ cursor, busy, more, label }: ListEndProps): ReactNode {
  const mark = useNear(more, cursor);
  return (
    <div ref={mark} className="flex min-h-11 items-center px-1 tablet:px-3">
      <Button look="quiet" disabled={busy} onClick={more}>
        {label}
      </Button>
    </div>
  );
}
