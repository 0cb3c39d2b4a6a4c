import type { HistoryEntry } from '../../../contract/history.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import type { PageOf } from '../../state/paged-list.ts';
import { isLive, useApp } from '../../state/store.ts';
import { usePagedList } from '../../state/use-paged-list.ts';
import type { HistoryFilter } from './use-history-filter.ts';

interface Asked {
  cursor: string | null;
  limit: number;
  signal: AbortSignal;
}

/**
 * Every session that was ever written down and passes the filter, newest first. Read again when the index has come to
 * another state, and when it knows of another file.
 */
export function useHistory(filter: HistoryFilter) {
  const live = useApp(isLive);
  const index = useApp(({ board: { index: progress } }) =>
    progress?.state === 'ready' ? `ready ${progress.files.known}` : (progress?.state ?? 'ready'),
  );
  const name = `history ${JSON.stringify({ ...filter, text: filter.text.trim() })}`;
  return usePagedList<HistoryEntry, { total: number }>(name, (page) => read(filter, page), live ? index : null);
}

async function read(
  { text, agent, project, deleted }: HistoryFilter,
  { cursor, limit, signal }: Asked,
): Promise<PageOf<HistoryEntry, { total: number }>> {
  const query = {
    limit,
    ...(cursor === null ? {} : { cursor }),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(agent === '' ? {} : { agent }),
    ...(project === '' ? {} : { project }),
    ...(deleted ? { deleted: 'only' as const } : {}),
  };
  try {
    const { sessions, total, next } = await client.call('history', { query, signal });
    return { items: sessions, next, extra: { total } };
  } catch (error) {
    if (!signal.aborted) noteRefusal(error);
    throw error;
  }
}
