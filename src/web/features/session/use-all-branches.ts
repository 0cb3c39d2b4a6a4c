import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { Session } from '../../../contract/session.ts';
import { sessionPath, type Place } from '../../lib/session-path.ts';
import { rewoundIn } from '../conversation/branches.ts';
import type { Ready } from '../conversation/conversation-feed.ts';

/** A link to something that was rewound leads to where it can be seen. */
export function useAllBranchesWhereNeeded({ key }: Session, place: Place, ready: Ready | null): void {
  const [, navigate] = useLocation();
  const { agentId, at, branches } = place;
  const hidden = at !== null && branches === 'live' && ready !== null && rewoundIn(ready.stretch.branches)(at);
  useEffect(() => {
    if (hidden) navigate(sessionPath(key, { agentId, at, branches: 'all' }), { replace: true });
  }, [hidden, navigate, key, agentId, at]);
}
