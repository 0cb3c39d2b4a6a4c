import { createContext, useContext } from 'react';
import type { SessionKey } from '../../../contract/session.ts';
import type { Place } from '../../lib/session-path.ts';

/** Where an entry stands, for what is read on demand and for links to it. */
export interface Here extends Pick<Place, 'agentId' | 'branches'> {
  key: SessionKey;
  /** The subagent a call started, where only the index knows. */
  subagentOf: (callId: string) => string | null;
}

const HereContext = createContext<Here | null>(null);

export const HereProvider = HereContext.Provider;

export function useHere(): Here {
  const here = useContext(HereContext);
  if (here === null) throw new Error('Expected to be inside a conversation');
  return here;
}
