import type { SearchHit } from '../../../contract/search.ts';

/** Hits that follow each other and are of one conversation. */
export interface HitGroup {
  id: string;
  first: SearchHit;
  hits: SearchHit[];
}

/** In the order they were told: reading more moves nothing that is already there. */
export function grouped(hits: readonly SearchHit[]): HitGroup[] {
  const groups: HitGroup[] = [];
  const seen = new Set<string>();
  for (const hit of hits) {
    const id = `${hit.session} ${hit.agentId ?? ''}`;
    // The same message again: the index went on between two pages.
    const own = `${id} ${hit.itemId}`;
    if (seen.has(own)) continue;
    seen.add(own);
    const last = groups.at(-1);
    if (last?.id.startsWith(`${id} `)) last.hits.push(hit);
    else groups.push({ id: `${id} ${hit.itemId}`, first: hit, hits: [hit] });
  }
  return groups;
}
