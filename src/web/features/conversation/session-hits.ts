import type { SearchHit } from '../../../contract/search.ts';
import { client, noteRefusal } from '../../state/connection.ts';

export interface Hits {
  hits: readonly SearchHit[];
  /** Everything there is was looked at; else there are more, or the index does not know all of it yet. */
  all: boolean;
  /** The index is still being built. */
  behind: boolean;
}

const PAGE = 100;

/** All that a search finds, as many as `most`; told page by page. Throws an `AmcError`. */
export async function searchHits(
  { q, most, signal }: { q: string; most: number; signal: AbortSignal },
  tell: (found: Hits) => void,
): Promise<void> {
  const hits: SearchHit[] = [];
  let cursor: string | null = null;
  try {
    do {
      const query: { q: string; limit: number; cursor?: string } = {
        q,
        limit: PAGE,
        ...(cursor === null ? {} : { cursor }),
      };
      const reply = await client.call('search', { query, signal });
      hits.push(...reply.hits);
      cursor = reply.next;
      const all = cursor === null;
      if (hits.length > 0 || all) tell({ hits: [...hits], all, behind: !reply.complete });
    } while (cursor !== null && hits.length < most);
  } catch (error) {
    if (!signal.aborted) noteRefusal(error);
    throw error;
  }
}
