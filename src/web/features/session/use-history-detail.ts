import { useEffect, useState } from 'react';
import type { HistoryDetail } from '../../../contract/history.ts';
import type { Session } from '../../../contract/session.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import { isLive, useApp } from '../../state/store.ts';

/** What the index knows of a session; null until it is read, and when it knows nothing. Read again when a turn is over. */
export function useHistoryDetail({ key, status }: Session): HistoryDetail | null {
  const live = useApp(isLive);
  const ready = useApp((state) => state.board.index?.state === 'ready');
  const [detail, setDetail] = useState<HistoryDetail | null>(null);
  useEffect(() => {
    if (!live) return;
    const controller = new AbortController();
    client
      .call('historyEntry', { params: { key }, signal: controller.signal })
      // A session the index has not met yet is nothing wrong: there is only less to say of it.
      .then(setDetail, (error: unknown) => controller.signal.aborted || noteRefusal(error));
    return () => controller.abort();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the end of a turn and of the indexing are what it waits for
  }, [key, live, ready, status.value]);
  return detail;
}
