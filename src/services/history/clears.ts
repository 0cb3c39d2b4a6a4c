import type { HistoryDetail, SessionLink } from '../../contract/history.ts';
import { sessionKey } from '../../contract/session.ts';
import type { HookTraces } from '../../ports/hook-traces.ts';

/** With the links to sessions before and after it between which the conversation was cleared: no file has them. */
export function withClears(detail: HistoryDetail, { from, into }: ReturnType<HookTraces['clears']>): HistoryDetail {
  return {
    ...detail,
    links: added(detail.links, from === null ? [] : [from]),
    linkedFrom: added(detail.linkedFrom, into),
  };
}

function added(links: readonly SessionLink[], others: readonly Parameters<typeof sessionKey>[0][]): SessionLink[] {
  const cleared = others.map((ref): SessionLink => ({ type: 'cleared_from', key: sessionKey(ref) }));
  const isKnown = ({ type, key }: SessionLink) => links.some((link) => link.type === type && link.key === key);
  return [...links, ...cleared.filter((link) => !isKnown(link))];
}
