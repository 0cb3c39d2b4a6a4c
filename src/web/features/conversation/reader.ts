import { createContext, useContext, type RefObject } from 'react';
import type { ConversationFeed } from './conversation-feed.ts';

/** What a reader can be taken to. */
export interface Spot {
  /** The subagent whose conversation it is in; null: the session's own. */
  agentId: string | null;
  offset: number;
}

/** The conversation that is shown, for what stands around it: its lists, its keys. */
export interface Reader {
  feed: ConversationFeed;
  agentId: string | null;
  /** To the prompt before or after what is read now; reads on where that is not held. */
  turn: (step: 1 | -1) => Promise<void>;
}

export interface Reading {
  reader: RefObject<Reader | null>;
  /** Brings a message into view: where it is held without reading anything anew. */
  goTo: (spot: Spot) => void;
}

const ReadingContext = createContext<Reading | null>(null);

export const ReadingProvider = ReadingContext.Provider;

/** Throws outside of a session. */
export function useReading(): Reading {
  const reading = useContext(ReadingContext);
  if (reading === null) throw new Error('Expected to be inside a session');
  return reading;
}
