import { useMemo } from 'react';
import { useApp } from '../../state/store.ts';
import { groupOf } from '../board/groups.ts';

/** How many sessions are in which state, whatever is filtered. */
export function useCounts(): { needs: number; working: number; idle: number } {
  const sessions = useApp((state) => state.board.sessions);
  return useMemo(() => {
    const counts = { needs: 0, working: 0, unsure: 0, idle: 0, ended: 0 };
    for (const session of sessions.values()) counts[groupOf(session)] += 1;
    return counts;
  }, [sessions]);
}
