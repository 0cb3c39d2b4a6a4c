import type { ReactNode } from 'react';
import { clockTime } from '../../lib/time.ts';
import { compareWithServer, useInStep, type InStep } from '../../state/in-step.ts';
import { tStep } from './texts.ts';

/** Whether this page shows what the server knows, proved by a hash of both, and a way to prove it again. */
export function InStepLine(): ReactNode {
  const step = useInStep();
  return (
    <p
      className="flex items-center justify-between gap-3 border-t border-line pt-2 text-12 text-ink-2"
      data-in-step={step.state}
      data-hash={step.hash}
    >
      <span>{textOf(step)}</span>
      <button
        type="button"
        className="h-8 flex-none rounded-m px-2 font-medium text-ink hover:bg-paper-3 pointer-coarse:h-11"
        onClick={() => void compareWithServer()}
      >
        {tStep('step.compare')}
      </button>
    </p>
  );
}

function textOf({ state, at }: InStep): string {
  if (state === 'same' && at !== null) return tStep('step.same', { time: clockTime(at) });
  return state === 'different' ? tStep('step.different') : tStep('step.unknown');
}
