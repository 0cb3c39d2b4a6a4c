import type { QueryNode, TextTerm } from './query.ts';
import { regexTokens } from './regex-tokens.ts';
import { ftsTokens, isUnspaced, type Wanted } from './tokens.ts';

/** Shorter ones are in nearly every block, and gathering them would cost more than it spares. */
const SHORTEST_PREFIX = 3;

/** FTS5's parser gives up on more; what lies deeper is left to the look at the text. */
const DEEPEST = 12;

/**
 * An FTS5 expression that every text holds which may match: fit for a table with `detail=none`. What must not be in a
 * match is not in it. Null: any text may match.
 */
export function ftsExpression(node: QueryNode): string | null {
  return expressionOf(node, 0);
}

function expressionOf(node: QueryNode, depth: number): string | null {
  if (depth > DEEPEST) return null;
  switch (node.type) {
    case 'text':
      return combined('AND', wantedTokens(node.term).map(quoted));
    case 'all':
      return combined(
        'AND',
        node.nodes.map((child) => expressionOf(child, depth + 1)).filter((part) => part !== null),
      );
    case 'any': {
      const parts = node.nodes.map((child) => expressionOf(child, depth + 1));
      return parts.includes(null)
        ? null
        : combined(
            'OR',
            parts.filter((part) => part !== null),
          );
    }
    case 'not':
    case 'filter':
      return null;
  }
}

/** What must be there for a term to match, as far as that is sure. */
function wantedTokens(term: TextTerm): Wanted[] {
  if (term.kind === 'regex') return regexTokens(term.source);
  const tokens = ftsTokens(term.text);
  return tokens
    .map((token, index) => ({
      token,
      prefix: term.kind === 'word' && term.prefix && index === tokens.length - 1,
    }))
    .filter(({ token, prefix }) => !isUnspaced(token) && !(prefix && token.length < SHORTEST_PREFIX));
}

function quoted({ token, prefix }: Wanted): string {
  return prefix ? `"${token}"*` : `"${token}"`;
}

function combined(operator: 'AND' | 'OR', parts: readonly string[]): string | null {
  const once = [...new Set(parts)];
  if (once.length < 2) return once[0] ?? null;
  return `(${once.join(` ${operator} `)})`;
}
