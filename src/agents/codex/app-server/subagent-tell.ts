import type { News, Tell } from '../observe.ts';

/** Of a subagent its conversation is told only what it asks: the rest is in its own thread. */
export function subagentTell(tell: Tell, { id, type }: { id: string; type: string | null }): Tell {
  return (news: News) => {
    if (news.type === 'request_closed') tell(news);
    if (news.type !== 'request_opened' || news.request.kind === 'error') return;
    tell({ ...news, request: { ...news.request, subagent: { id, ...(type === null ? {} : { type }) } } });
  };
}
