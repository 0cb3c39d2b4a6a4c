import type { ReactNode } from 'react';
import { Shape } from '../../ui/shape.tsx';
import { tGuide } from './texts.ts';

interface StepProps {
  n: number;
  title: string;
  /** `optional`: nobody has to. */
  state: 'done' | 'open' | 'optional';
  children: ReactNode;
}

/** One step; its number gives way to a tick as soon as AMC sees that it is done. */
export function Step({ n, title, state, children }: StepProps): ReactNode {
  return (
    <li className="grid grid-cols-[28px_minmax(0,1fr)] gap-x-3 border-t border-line py-5">
      <span
        className="grid size-6 place-items-center rounded-full border border-line-2 text-12 text-ink-2"
        aria-hidden="true"
      >
        {state === 'done' ? <Shape name="check" tone="works" size={12} /> : n}
      </span>
      <div className="grid min-w-0 gap-3">
        <h2 className="flex flex-wrap items-baseline gap-x-2.5 text-15 font-semibold">
          {title}
          <span className={`text-12 font-normal ${state === 'done' ? 'text-works-text' : 'text-ink-3'}`}>
            {tGuide(`guide.${state}`)}
          </span>
        </h2>
        {children}
      </div>
    </li>
  );
}
