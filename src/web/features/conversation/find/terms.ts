import type { ConversationItem } from '../../../../contract/conversation.ts';
import { finderOf, type Find } from '../../../../core/search/find.ts';
import { searchedText } from '../../../../core/search/item-text.ts';
import type { TextTerm } from '../../../../core/search/query.ts';

const PLAIN = /^[\p{L}\p{N}_]{3,}$/u;

/**
 * What somebody who types into the field of a conversation looks for: every word, and what stands in quotes as it stands.
 * The last word may still be begun. No operator of the search means anything here.
 */
export function termsOf(typed: string): TextTerm[] {
  const pieces = typed.matchAll(/"([^"]*)"?|[^\s"]+/g);
  const terms = [...pieces].flatMap(([piece, quoted]): TextTerm[] => {
    const text = (quoted ?? piece).trim();
    if (text === '') return [];
    return [
      quoted === undefined && PLAIN.test(text) ? { kind: 'word', text, prefix: false } : { kind: 'phrase', text },
    ];
  });
  const last = terms.at(-1);
  if (last?.kind === 'word' && typed.endsWith(last.text)) last.prefix = true;
  return terms;
}

/** The same for the search of one session (docs/search.md). */
export function queryOf(key: string, terms: readonly TextTerm[]): string {
  return [`session:${quote(key)}`, ...terms.map(wordOf)].join(' ');
}

function wordOf(term: TextTerm): string {
  if (term.kind === 'word' && term.prefix) return `${term.text}*`;
  return quote('text' in term ? term.text : '');
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, String.raw`\$&`)}"`;
}

/** Where each of the terms stands in a text. */
export function findersOf(terms: readonly TextTerm[]): Find[] {
  return terms.map(finderOf);
}

/** Whether a message has all of them. */
export function holds(item: ConversationItem, finders: readonly Find[]): boolean {
  const text = searchedText(item);
  return finders.every((find) => find(text, 1).length > 0);
}
