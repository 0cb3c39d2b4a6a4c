import { createContext, useContext } from 'react';
import type { HistoryDetail } from '../../../contract/history.ts';
import type { SessionKey } from '../../../contract/session.ts';
import { sessionPath, type Place } from '../../lib/session-path.ts';

/** Where an entry stands, for what is read on demand and for links to it. */
export interface Here extends Pick<Place, 'agentId' | 'branches'> {
  key: SessionKey;
  /** Where the conversation is of what a call started, where only the index knows: a path of this page, by call. */
  startedBy: ReadonlyMap<string, string>;
}

/** Subagents that lie in the session's own files, and those that are sessions of their own. */
export function startedBy(key: SessionKey, detail: HistoryDetail | null): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const { callId, agentId } of detail?.subagents ?? [])
    if (callId !== undefined) paths.set(callId, sessionPath(key, { agentId }));
  for (const { type, callId, key: other } of detail?.linkedFrom ?? [])
    if (type === 'subagent_of' && callId !== undefined) paths.set(callId, sessionPath(other));
  return paths;
}

const HereContext = createContext<Here | null>(null);

export const HereProvider = HereContext.Provider;

export function useHere(): Here {
  const here = useContext(HereContext);
  if (here === null) throw new Error('Expected to be inside a conversation');
  return here;
}
