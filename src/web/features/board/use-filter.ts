import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { readFilter, writeFilter, type BoardFilter } from './filter.ts';

/** What of the board is shown, by the page's address. What is pressed can be gone back from; what is typed cannot. */
export function useFilter(): { filter: BoardFilter; setFilter: (change: Partial<BoardFilter>) => void } {
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => readFilter(params), [params]);
  const setFilter = (change: Partial<BoardFilter>): void => {
    const isTyped = change.query !== undefined && Object.keys(change).length === 1;
    setParams((before) => writeFilter(before, change), { replace: isTyped });
  };
  return { filter, setFilter };
}
