import { classes } from './classes.ts';

/** Around a few choices of which one holds: they stand in one frame, the chosen one on its ground. */
export const SEGMENTS = 'flex w-fit max-w-full flex-wrap gap-0.5 rounded-m border border-line-2 p-0.5';

/** How one of them looks. */
export function segment(chosen: boolean): string {
  return classes(
    'relative grid min-h-[26px] cursor-pointer place-items-center rounded-[6px] px-3 pointer-coarse:min-h-11 pointer-coarse:px-4',
    chosen ? 'bg-paper-3 font-medium text-ink' : 'text-ink-2 hover:text-ink',
  );
}
