import type { AuditEntry } from '../../../contract/audit.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import type { PageOf } from '../../state/paged-list.ts';
import { isLive, useApp } from '../../state/store.ts';
import { usePagedList } from '../../state/use-paged-list.ts';

interface Asked {
  cursor: string | null;
  limit: number;
  signal: AbortSignal;
}

/** The audit log, newest first; '' is of all sessions. Read again whenever a delivery moves. */
export function useAudit(session: string) {
  const fresh = useApp((state) => {
    if (!isLive(state)) return null;
    let steps = 0;
    for (const { delivery } of state.board.commands.values()) steps += delivery.steps.length;
    return String(steps);
  });
  return usePagedList<AuditEntry, null>(`audit ${session}`, (page) => read(session, page), fresh);
}

async function read(session: string, { cursor, limit, signal }: Asked): Promise<PageOf<AuditEntry, null>> {
  const query = {
    limit: Math.min(limit, 1_000),
    ...(cursor === null ? {} : { before: Number(cursor) }),
    ...(session === '' ? {} : { session }),
  };
  try {
    const { entries, next } = await client.call('audit', { query, signal });
    return { items: entries, next: next === undefined ? null : String(next), extra: null };
  } catch (error) {
    if (!signal.aborted) noteRefusal(error);
    throw error;
  }
}
