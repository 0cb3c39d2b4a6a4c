import { useMemo } from 'react';
import { useApp } from '../../state/store.ts';
import { groupOf } from '../board/groups.ts';

/** How many sessions are in which state, whatever is filtered; `requests`: how much those that need somebody ask. */
export function useCounts(): { needs: number; requests: number; working: number; idle: number } {
  const sessions = useApp((state) => state.board.sessions);
  return useMemo(() => {
    const counts = { needs: 0, requests: 0, working: 0, unsure: 0, idle: 0, snoozed: 0, ended: 0 };
    for (const session of sessions.values()) {
      const group = groupOf(session);
      counts[group] += 1;
      if (group === 'needs') counts.requests += session.requests.length;
    }
    return counts;
  }, [sessions]);
}
