import type { Token } from 'marked';

/** A heading's place in the outline of the page; its `depth` stays what it looks like. */
export interface Levelled {
  level?: number;
}

/** Headings below the page's own, none skipping a level: whoever hears the page goes by them. */
export function withLevels(tokens: readonly Token[]): (Token & Levelled)[] {
  let last = 1;
  return tokens.map((token) => {
    if (token.type !== 'heading') return token;
    last = Math.min(Number(token['depth']) + 1, last + 1, 6);
    return { ...token, level: last };
  });
}
