import type { DateFrame } from './dates.ts';
import { readFilter } from './filters.ts';
import { lex, type Lexeme } from './lexer.ts';
import { queryError, type ParsedQuery, type Place, type QueryNode } from './query.ts';

export const MAX_QUERY_LENGTH = 1000;

/**
 * Reads a query (docs/search.md). Words are all wanted; `OR`, `-` and parentheses say otherwise. Dates are told against
 * `frame`. Throws a `UserError` `query_invalid` whose `place` is what is wrong.
 */
export function parseQuery(text: string, frame: DateFrame): ParsedQuery {
  if (text.length > MAX_QUERY_LENGTH) {
    throw queryError(
      `The query is longer than ${MAX_QUERY_LENGTH} characters.`,
      { from: MAX_QUERY_LENGTH, to: text.length },
      'Look for a part of it.',
    );
  }
  const lexemes = lex(text);
  if (lexemes.length === 0) {
    throw queryError('There is nothing to look for.', { from: 0, to: text.length }, 'Write a word, or a filter.');
  }
  const root = new Reader(lexemes, frame).whole();
  const lonely = onlyLeavesOut(root);
  if (lonely !== null) {
    throw queryError('This only says what to leave out.', lonely, 'Say what to look for, too: a word, or a filter.');
  }
  return { root };
}

class Reader {
  readonly #lexemes: readonly Lexeme[];
  readonly #frame: DateFrame;
  #at = 0;

  constructor(lexemes: readonly Lexeme[], frame: DateFrame) {
    this.#lexemes = lexemes;
    this.#frame = frame;
  }

  whole(): QueryNode {
    const node = this.#alternatives();
    const rest = this.#lexemes[this.#at];
    if (rest !== undefined) {
      throw queryError('Nothing was opened that this closes.', rest.place, 'Take it away, or quote it.');
    }
    return node;
  }

  #alternatives(): QueryNode {
    const nodes = [this.#sequence()];
    while (this.#next('or') !== null) nodes.push(this.#sequence());
    return joined('any', nodes);
  }

  #sequence(): QueryNode {
    const nodes: QueryNode[] = [];
    while (this.#lexemes[this.#at] !== undefined && !this.#stands('or') && !this.#stands('close')) {
      nodes.push(this.#term());
    }
    return joined('all', nodes.length > 0 ? nodes : this.#missing());
  }

  /** An `OR` or a pair of parentheses lacks something: that is told at the nearest of the two. */
  #missing(): never {
    const before = this.#lexemes[this.#at - 1];
    const after = this.#lexemes[this.#at];
    const or = [before, after].find((lexeme) => lexeme?.type === 'or');
    if (or !== undefined) {
      throw queryError('`OR` stands between two things; one is missing.', or.place, 'To look for the word, quote it.');
    }
    if (before === undefined) {
      const place = after?.place ?? { from: 0, to: 0 };
      throw queryError('Nothing was opened that this closes.', place, 'Take it away, or quote it.');
    }
    if (after === undefined) {
      throw queryError('This parenthesis is not closed.', before.place, 'Put a `)` where it ends, or quote it.');
    }
    const place = { from: before.place.from, to: after.place.to };
    throw queryError('There is nothing between the parentheses.', place, 'Take them away, or quote them.');
  }

  #term(): QueryNode {
    const lexeme = this.#lexemes[this.#at++];
    switch (lexeme?.type) {
      case 'minus': {
        const node = this.#term();
        return { type: 'not', node, place: { from: lexeme.place.from, to: node.place.to } };
      }
      case 'open':
        return this.#group(lexeme.place);
      case 'text':
        return { type: 'text', term: lexeme.term, place: lexeme.place };
      case 'filter':
        return { type: 'filter', filter: readFilter(lexeme.filter, this.#frame), place: lexeme.place };
      default:
        throw new Error('a query ended where a term was to come');
    }
  }

  #group(open: Place): QueryNode {
    const node = this.#alternatives();
    const close = this.#next('close');
    if (close === null) {
      throw queryError('This parenthesis is not closed.', open, 'Put a `)` where it ends, or quote it.');
    }
    return { ...node, place: { from: open.from, to: close.place.to } };
  }

  #stands(type: Lexeme['type']): boolean {
    return this.#lexemes[this.#at]?.type === type;
  }

  #next(type: Lexeme['type']): Lexeme | null {
    const lexeme = this.#lexemes[this.#at];
    if (lexeme?.type !== type) return null;
    this.#at += 1;
    return lexeme;
  }
}

/** Of one node itself; of nodes of the same type, what they hold. */
function joined(type: 'all' | 'any', nodes: readonly QueryNode[]): QueryNode {
  const [first, last] = [nodes[0], nodes.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a query has an empty part');
  if (nodes.length === 1) return first;
  const flat = nodes.flatMap((node) => (node.type === type ? node.nodes : [node]));
  return { type, nodes: flat, place: { from: first.place.from, to: last.place.to } };
}

/** The place of a part that would match nearly everything; null when there is none. */
function onlyLeavesOut(node: QueryNode): Place | null {
  switch (node.type) {
    case 'text':
    case 'filter':
      return null;
    case 'not':
      return node.place;
    case 'all':
      return node.nodes.every((child) => onlyLeavesOut(child) !== null) ? node.place : null;
    case 'any':
      return node.nodes.map(onlyLeavesOut).find((place) => place !== null) ?? null;
  }
}
