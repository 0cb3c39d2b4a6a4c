import { createContext, useContext } from 'react';
import type { HistoryDetail } from '../../../contract/history.ts';
import type { SessionKey } from '../../../contract/session.ts';
import type { Place } from '../../lib/session-path.ts';

/** Where an entry stands, for what is read on demand and for links to it. */
export interface Here extends Pick<Place, 'agentId' | 'branches'> {
  key: SessionKey;
  /** The conversation of what a call started, where only the index knows, by call. */
  startedBy: ReadonlyMap<string, Started>;
  /** Set in a thread inside of another conversation: a name that no other thread on the page has. */
  thread?: string;
}

/** The conversation of a subagent: within the session's own files, or a session of its own (`agentId` null). */
export interface Started {
  key: SessionKey;
  agentId: string | null;
}

/** Subagents that lie in the session's own files, and those that are sessions of their own. */
export function startedBy(key: SessionKey, detail: HistoryDetail | null): ReadonlyMap<string, Started> {
  const started = new Map<string, Started>();
  for (const { callId, agentId } of detail?.subagents ?? [])
    if (callId !== undefined) started.set(callId, { key, agentId });
  for (const { type, callId, key: other } of detail?.linkedFrom ?? [])
    if (type === 'subagent_of' && callId !== undefined) started.set(callId, { key: other, agentId: null });
  return started;
}

const HereContext = createContext<Here | null>(null);

export const HereProvider = HereContext.Provider;

export function useHere(): Here {
  const here = useContext(HereContext);
  if (here === null) throw new Error('Expected to be inside a conversation');
  return here;
}
