import { useStored, writeStored } from './persisted.ts';

/** How long a prompt can be taken back before it is sent, ms. The first is the default: not at all. */
export const UNDO_WINDOWS = [0, 4_000, 10_000, 30_000] as const;

/** A local preference: it holds for this browser. */
export function useUndoWindow(): { holdMs: number; setHoldMs: (holdMs: number) => void } {
  const stored = Number(useStored('undo'));
  return {
    holdMs: UNDO_WINDOWS.find((window) => window === stored) ?? 0,
    setHoldMs: (holdMs) => writeStored('undo', holdMs === 0 ? '' : String(holdMs)),
  };
}
