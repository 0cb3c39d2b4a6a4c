import type { SearchHit, SearchReply } from '../../../contract/search.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import type { PageOf } from '../../state/paged-list.ts';
import { isLive, useApp } from '../../state/store.ts';
import { usePagedList } from '../../state/use-paged-list.ts';

/** How much the answer is worth: what was not looked at yet. */
export type Reach = Pick<SearchReply, 'exhausted' | 'complete'>;

/** Messages of one page: they are tall. */
const HITS = 30;

/** The messages that match, nearest to what was asked first. Asked again when the index is further. */
export function useSearchHits(query: string) {
  const live = useApp(isLive);
  const index = useApp((state) => state.board.index?.state ?? 'ready');
  const fresh = live && query !== '' ? index : null;
  return usePagedList<SearchHit, Reach>(`search ${query}`, (page) => read(query, page), fresh);
}

async function read(
  q: string,
  { cursor, signal }: { cursor: string | null; signal: AbortSignal },
): Promise<PageOf<SearchHit, Reach>> {
  const query = { q, limit: HITS, ...(cursor === null ? {} : { cursor }) };
  try {
    const { hits, next, exhausted, complete } = await client.call('search', { query, signal });
    return { items: hits, next, extra: { exhausted, complete } };
  } catch (error) {
    if (!signal.aborted) noteRefusal(error);
    throw error;
  }
}
