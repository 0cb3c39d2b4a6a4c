import { useState, type ReactNode } from 'react';
import { tDocument } from './document-texts.ts';
import { Shape } from '../../ui/shape.tsx';

interface JumpProps {
  /** Items that came since it was opened. */
  arrived: number;
  atEnd: boolean;
  waits: boolean;
  toEnd: () => void;
}

/** For somebody who reads further up: what came meanwhile, and the way there. Takes no room, so nothing moves. */
export function JumpToEnd({ arrived, atEnd, waits, toEnd }: JumpProps): ReactNode {
  const [seen, setSeen] = useState(arrived);
  if (atEnd && seen !== arrived) setSeen(arrived);
  const fresh = Math.max(0, arrived - seen);
  if (atEnd) return null;
  return (
    <div className="relative h-0">
      <div className="absolute inset-x-0 bottom-3 flex justify-center">
        <button
          type="button"
          onClick={toEnd}
          className="flex min-h-8 items-center gap-2 rounded-full border border-line-2 bg-float px-4 text-13 font-medium shadow-float hover:border-ink-3 pointer-coarse:min-h-11"
        >
          {waits ? <Shape name="diamond" tone="needs" size={10} /> : null}
          {waits
            ? tDocument('conversation.toRequest')
            : fresh > 0
              ? tDocument('conversation.new', { n: fresh })
              : tDocument('conversation.toEnd')}
          <span aria-hidden="true">↓</span>
        </button>
      </div>
    </div>
  );
}
