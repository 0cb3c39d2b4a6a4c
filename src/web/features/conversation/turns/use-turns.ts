import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ConversationItem } from '../../../../contract/conversation.ts';
import type { SearchHit } from '../../../../contract/search.ts';
import type { SessionKey } from '../../../../contract/session.ts';
import { messageOf } from '../../../../lib/message-of.ts';
import { rewoundIn } from '../branches.ts';
import type { FeedState } from '../conversation-feed.ts';
import type { Stretch } from '../conversation-state.ts';
import type { Reader } from '../reader.ts';
import { searchHits } from '../session-hits.ts';

/** A prompt, as the beginning of a turn. */
export interface Turn {
  offset: number;
  at?: number | undefined;
  /** Its first words; '' where it is only pictures. */
  text: string;
  /** What came of it used; absent where not all of it is on the page. `cost` null: not all of it has a price. */
  used?: { tokens: number; cost: number | null };
}

export interface Turns {
  turns: readonly Turn[];
  state: 'reading' | 'read' | { why: string };
  /** The index has not read everything yet. */
  behind: boolean;
}

const MOST = 3_000;
const LONGEST = 300;

/** Every prompt of the conversation that is shown: of the index, and of what is on the page, which is newer. */
export function useTurns(key: SessionKey, reader: Reader | null): Turns {
  const [asked, setAsked] = useState<Omit<Turns, 'turns'> & { hits: readonly SearchHit[] }>({
    hits: [],
    state: 'reading',
    behind: false,
  });
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    searchHits({ q: `session:${JSON.stringify(key)} role:prompt`, most: MOST, signal }, ({ hits, all, behind }) =>
      setAsked({ hits, state: all || hits.length >= MOST ? 'read' : 'reading', behind }),
    ).catch((error: unknown) => {
      if (!signal.aborted) setAsked((before) => ({ ...before, state: { why: messageOf(error) } }));
    });
    return () => controller.abort();
  }, [key]);
  const state = useSyncExternalStore(reader?.feed.subscribe ?? never, () => reader?.feed.state() ?? null);
  const agentId = reader?.agentId ?? null;
  return useMemo(
    () => ({ turns: turnsOf({ hits: asked.hits, state, agentId }), state: asked.state, behind: asked.behind }),
    [asked, state, agentId],
  );
}

interface Sources {
  hits: readonly SearchHit[];
  state: FeedState | null;
  agentId: string | null;
}

/** In the order of the conversation, each once; without what it went back behind. */
export function turnsOf({ hits, state, agentId }: Sources): Turn[] {
  const ready = state?.phase === 'ready' ? state.stretch : null;
  const isRewound = ready === null ? () => false : rewoundIn(ready.branches);
  const turns = new Map<number, Turn>();
  for (const { offset, at, snippet, agentId: own } of hits)
    if ((own ?? null) === agentId && !isRewound(offset)) turns.set(offset, { offset, at, text: snippet.text });
  for (const item of ready?.items ?? []) if (item.kind === 'prompt') turns.set(item.offset, turnOf(item));
  const sorted = [...turns.values()].sort((a, b) => a.offset - b.offset);
  return ready === null ? sorted : sorted.map((turn, index) => withUsed(turn, sorted[index + 1], ready));
}

/** The last turn of a stretch is whole only where the conversation ends with it. */
function withUsed(turn: Turn, next: Turn | undefined, { items, usage, after, newest }: Stretch): Turn {
  const first = items[0]?.offset ?? Infinity;
  const isWhole = turn.offset >= first && (next === undefined ? newest : next.offset <= after);
  const own = usage.filter(({ offset }) => offset >= turn.offset && offset < (next?.offset ?? Infinity));
  if (!isWhole || own.length === 0) return turn;
  const tokens = own.reduce((sum, one) => sum + one.tokens, 0);
  const cost = own.reduce<number | null>((sum, one) => (sum === null || one.cost === null ? null : sum + one.cost), 0);
  return { ...turn, used: { tokens, cost } };
}

function turnOf({ offset, at, text }: Extract<ConversationItem, { kind: 'prompt' }>): Turn {
  return { offset, at, text: text.trim().slice(0, LONGEST).replaceAll(/\s+/g, ' ') };
}

const never = (): (() => void) => () => {};
