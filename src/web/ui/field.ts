/** How every field of one line or more looks, where it stands by itself. */
export const FIELD =
  'min-h-8 min-w-0 rounded-m border border-line-2 bg-float px-3 text-13 focus:border-ink-3 pointer-coarse:min-h-11 pointer-coarse:text-[16px]';
/** The same for a text that may have several lines. */
export const TEXT_FIELD = `${FIELD} resize-none overflow-y-auto py-1.5 leading-[1.4] pointer-coarse:py-2.5`;
