import { useEffect, useMemo, useState } from 'react';
import type { SearchHit } from '../../../../contract/search.ts';
import type { SessionKey } from '../../../../contract/session.ts';
import { messageOf } from '../../../../lib/message-of.ts';
import type { Reader, Spot } from '../reader.ts';
import { searchHits } from '../session-hits.ts';
import { findersOf, holds, queryOf, termsOf } from './terms.ts';

const MOST = 1_000;

export interface Found {
  state: 'nothing asked' | 'looking' | 'looked' | { why: string };
  /** In the conversation that is shown, in its order. */
  spots: readonly Spot[];
  /** In the other conversations of the session, in theirs. */
  elsewhere: readonly Spot[];
  /** There are more than were counted. */
  more: boolean;
  /** The index has not read everything yet. */
  behind: boolean;
}

interface Asked {
  text: string;
  state: Found['state'];
  hits: readonly SearchHit[];
  more: boolean;
  behind: boolean;
}

const NOTHING: Asked = { text: '', state: 'nothing asked', hits: [], more: false, behind: false };

/** Everything in a session's conversations that has the words: what the index knows, and what is on the page. */
export function useFind(key: SessionKey, reader: Reader | null, text: string): Found {
  const [told, tell] = useState(NOTHING);
  useEffect(() => {
    const terms = termsOf(text);
    if (terms.length === 0) return;
    const controller = new AbortController();
    const { signal } = controller;
    searchHits({ q: queryOf(key, terms), most: MOST, signal }, ({ hits, all, behind }) =>
      tell({ text, state: all || hits.length >= MOST ? 'looked' : 'looking', hits, more: !all, behind }),
    ).catch((error: unknown) => {
      if (!signal.aborted) tell({ ...NOTHING, text, state: { why: messageOf(error) } });
    });
    return () => controller.abort();
  }, [key, text]);
  return useMemo(() => {
    const asked = askedFor(told, text);
    const agentId = reader?.agentId ?? null;
    const spots = [...asked.hits, ...held(reader, text)].map((hit) => ({
      agentId: hit.agentId ?? null,
      offset: hit.offset,
    }));
    return {
      state: asked.state,
      spots: ordered(spots.filter((spot) => spot.agentId === agentId)),
      elsewhere: ordered(spots.filter((spot) => spot.agentId !== agentId)),
      more: asked.more,
      behind: asked.behind,
    };
  }, [told, reader, text]);
}

/** What was told of other words is shown until these are looked for; of no words, nothing. */
function askedFor(told: Asked, text: string): Asked {
  if (termsOf(text).length === 0) return NOTHING;
  return told.text === text ? told : { ...told, text, state: 'looking' };
}

/** What is on the page: the newest of it the index may not have read yet. */
function held(reader: Reader | null, text: string): { agentId?: string; offset: number }[] {
  const state = reader?.feed.state();
  const terms = termsOf(text);
  if (reader == null || state?.phase !== 'ready' || terms.length === 0) return [];
  const finders = findersOf(terms);
  return state.stretch.items
    .filter((item) => holds(item, finders))
    .map(({ offset }) => ({ offset, ...(reader.agentId === null ? {} : { agentId: reader.agentId }) }));
}

/** By conversation and place; one for each record. */
function ordered(spots: readonly Spot[]): Spot[] {
  const each = new Map(spots.map((spot) => [`${spot.agentId ?? ''} ${spot.offset}`, spot]));
  return [...each.values()].sort((a, b) => (a.agentId ?? '').localeCompare(b.agentId ?? '') || a.offset - b.offset);
}
