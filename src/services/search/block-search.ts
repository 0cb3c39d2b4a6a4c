import type { ConversationItem } from '../../contract/conversation.ts';
import { ftsExpression } from '../../core/search/candidates.ts';
import { Matcher, type Match } from '../../core/search/match.ts';
import { commonFilters, queryError, wantedTerms, type Filter, type ParsedQuery } from '../../core/search/query.ts';
import { scoreOf } from '../../core/search/score.ts';
import type { BlockRef, HistoryStore } from '../../ports/history-store.ts';
import { withoutCopies } from './copies.ts';
import type { Rank } from './cursor.ts';
import {
  itemPasses,
  narrowing,
  openBlock,
  sessionPasses,
  toolOf,
  type Narrowing,
  type OpenBlock,
} from './filtering.ts';
import { keyOf, type Sessions } from './sessions.ts';
import { TimeLimit } from './time-limit.ts';

/**
 * What an expression may take for one block, of which a plain one takes a thousandth. The clock is the wall's: on a busy
 * machine the first time can be up with hardly anything done.
 */
const REGEX_LIMITS_MS = [250, 1500];
/** So many blocks are asked for at first, then more and more. */
const PORTION = { first: 16, most: 256 };

/** A message that matches, where it stands in the order of its window. */
export interface RankedMatch {
  match: Match;
  ref: BlockRef;
  tool: string | undefined;
  rank: Rank;
}

/** One query over the blocks of the index. */
export class BlockSearch {
  readonly #store: HistoryStore;
  readonly #sessions: Sessions;
  readonly #query: ParsedQuery;
  readonly #now: number;
  readonly #matcher: Matcher;
  readonly #expression: string | null;
  readonly #narrowing: Narrowing;
  readonly #common: readonly Filter[];
  readonly #limit: TimeLimit | null;

  constructor(options: { store: HistoryStore; sessions: Sessions; query: ParsedQuery; now: number }) {
    const { store, sessions, query, now } = options;
    this.#store = store;
    this.#sessions = sessions;
    this.#query = query;
    this.#now = now;
    this.#matcher = new Matcher(query);
    this.#expression = ftsExpression(query.root);
    this.#common = commonFilters(query.root);
    this.#narrowing = narrowing(this.#common, sessions);
    this.#limit = this.#matcher.mayHang ? new TimeLimit() : null;
  }

  /** Blocks in which something may match, with smaller ids than `after`, the newest first. */
  *candidates(after: number | null): Generator<BlockRef> {
    for (let limit = PORTION.first, last = after; ; limit = Math.min(limit * 2, PORTION.most)) {
      const query = { ...this.#narrowing.query, match: this.#expression, limit };
      const refs = this.#store.blocks(last === null ? query : { ...query, after: last });
      yield* refs;
      if (refs.length < limit) return;
      last = refs.at(-1)?.id ?? null;
    }
  }

  /** Whether it is worth unpacking, by what is known of its session. */
  mayMatch(ref: BlockRef): boolean {
    return this.#common.every((filter) => this.#isSettled(filter) || sessionPasses(filter, ref, this.#sessions));
  }

  /** What matches in a block. Throws `query_invalid` when an expression of the query takes too long. */
  matches(ref: BlockRef): RankedMatch[] {
    const items = this.#store.unpack(ref);
    const block = openBlock(ref, items);
    return this.#matchesIn(items, block).map((match) => ({
      match,
      ref,
      tool: toolOf(match.item, block),
      rank: this.#rankOf(match, ref),
    }));
  }

  /** Each message once, where forks repeat it. */
  withoutCopies(matches: readonly RankedMatch[]): RankedMatch[] {
    return withoutCopies(matches, this.#sessions);
  }

  #matchesIn(items: readonly ConversationItem[], block: OpenBlock): Match[] {
    const work = (): Match[] =>
      this.#matcher.match(
        items,
        ({ filter }, item) => this.#isSettled(filter) || itemPasses(filter, item, block, this.#sessions),
      );
    if (this.#limit === null) return work();
    for (const limitMs of REGEX_LIMITS_MS) {
      const done = this.#limit.run(limitMs, work);
      if (done !== null) return done.value;
    }
    throw this.#tooSlow();
  }

  #isSettled(filter: Filter): boolean {
    return this.#narrowing.settled.has(filter);
  }

  #rankOf(match: Match, ref: BlockRef): Rank {
    const { id, offset, at } = match.item;
    return {
      score: scoreOf(match, this.#now),
      at: at ?? 0,
      id: [keyOf(ref), ref.session.agentId ?? '', id, offset].join(' '),
    };
  }

  #tooSlow(): Error {
    const slow = wantedTerms(this.#query.root).find(({ term }) => term.kind === 'regex');
    const place = slow?.place ?? this.#query.root.place;
    return queryError(
      'This expression takes too long on some of the text.',
      place,
      'Avoid repeating what is itself repeated, as in `(a+)+`; or add a word that is always there.',
    );
  }
}
