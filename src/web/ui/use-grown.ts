import { useLayoutEffect } from 'react';

/** For what is drawn later than the page around it: who reads at the page's end stays there (see `use-scroll.ts`). */
export function useGrown(): void {
  useLayoutEffect(() => void dispatchEvent(new Event('resize')), []);
}
