import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { lastNavigation } from './navigation.ts';
import { pagedList, type PagedList, type PagedState, type ReadPage } from './paged-list.ts';

/**
 * The list of a name, read when it is opened, and again whenever `fresh` changes; null: nothing can be read now. Gone back
 * to, it is as it was left.
 */
export function usePagedList<T, E>(
  name: string,
  read: ReadPage<T, E>,
  fresh: string | null,
): { list: PagedList<T, E>; state: PagedState<T, E> } {
  // oxlint-disable-next-line react/memo-dependencies, react-hooks/exhaustive-deps -- the name says what `read` depends on
  const list = useMemo(() => pagedList(name, read), [name]);
  const opened = useRef<PagedList<T, E> | null>(null);
  useEffect(() => {
    if (fresh === null) return;
    const asLeft = opened.current !== list && lastNavigation() === 'pop' && list.state().phase === 'ready';
    opened.current = list;
    if (!asLeft) void list.refresh();
  }, [list, fresh]);
  return { list, state: useSyncExternalStore(list.subscribe, list.state) };
}
