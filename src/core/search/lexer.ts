import { isFilterName, type TypedFilter } from './filters.ts';
import { queryError, type Place, type TextTerm } from './query.ts';
import { ftsTokens } from './tokens.ts';

/** A piece of a query. */
export type Lexeme = { place: Place } & (
  | { type: 'open' | 'close' | 'or' | 'minus' }
  | { type: 'text'; term: TextTerm }
  | { type: 'filter'; filter: TypedFilter }
);

interface Read<T> {
  value: T;
  end: number;
}

const SPACE = /\s/;
const REGEX_FLAGS = /^[isu]*(?=[\s)]|$)/;
const FILTER = /^([A-Za-z]+):/;

/** A query in pieces. Throws `query_invalid` with its place for what is begun and not ended, or cannot be. */
export function lex(text: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  for (let at = 0; at < text.length;) {
    if (SPACE.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const { value, end } = next(text, at);
    if (value !== null) lexemes.push({ ...value, place: { from: at, to: end } });
    at = end;
  }
  return lexemes;
}

type Piece = Lexeme extends infer L ? (L extends Lexeme ? Omit<L, 'place'> : never) : never;

function next(text: string, at: number): Read<Piece | null> {
  const two = text.slice(at, at + 2);
  if (two[0] === '(') return { value: { type: 'open' }, end: at + 1 };
  if (two[0] === ')') return { value: { type: 'close' }, end: at + 1 };
  if (two[0] === '"') return quoted(text, at, 'phrase', at);
  if (/^-[^\s>)-]/.test(two)) return { value: { type: 'minus' }, end: at + 1 };
  if (/^=[^\s=>)]/.test(two)) return exact(text, at);
  return regex(text, at) ?? filter(text, at) ?? word(text, at);
}

function quoted(text: string, at: number, kind: 'phrase' | 'exact', from: number): Read<Piece> {
  const { value, end } = unquote(text, at);
  const nothing = kind === 'exact' ? value === '' : value.trim() === '';
  if (nothing) throw queryError('There is nothing between the quotes.', { from, to: end }, 'Write what to look for.');
  return { value: { type: 'text', term: { kind, text: value } }, end };
}

/** What stands between quotes; `\"` is a quote, `\\` a backslash. */
function unquote(text: string, at: number): Read<string> {
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\' && /["\\]/.test(text[end + 1] ?? '')) end += 1;
    else if (text[end] === '"') {
      return { value: text.slice(at + 1, end).replaceAll(/\\(["\\])/g, '$1'), end: end + 1 };
    }
  }
  throw queryError('This quote is not closed.', { from: at, to: text.length }, 'Put a `"` where the phrase ends.');
}

function exact(text: string, at: number): Read<Piece> {
  if (text[at + 1] === '"') return quoted(text, at + 1, 'exact', at);
  const end = endOfWord(text, at + 1);
  return { value: { type: 'text', term: { kind: 'exact', text: text.slice(at + 1, end) } }, end };
}

/** `/…/flags` where the first unescaped slash ends it; a path such as `/usr/bin` is none. */
function regex(text: string, at: number): Read<Piece> | null {
  const close = text[at] === '/' ? endOfRegex(text, at) : null;
  if (close === null || close === at + 1) return null;
  const flags = REGEX_FLAGS.exec(text.slice(close + 1))?.[0];
  if (flags === undefined) return null;
  const source = text.slice(at + 1, close);
  const end = close + 1 + flags.length;
  const reason = whyInvalid(source, flags);
  if (reason !== null) {
    throw queryError(
      `This is no regular expression: ${reason}.`,
      { from: at, to: end },
      `To look for the text itself, quote it: "${text.slice(at, end)}".`,
    );
  }
  return { value: { type: 'text', term: { kind: 'regex', source, flags } }, end };
}

function endOfRegex(text: string, at: number): number | null {
  let inClass = false;
  for (let end = at + 1; end < text.length; end++) {
    const char = text[end];
    if (char === '\\') end += 1;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return end;
  }
  return null;
}

function whyInvalid(source: string, flags: string): string | null {
  try {
    void new RegExp(source, flags);
    return null;
  } catch (error) {
    const [, reason] = /: ([^:/]+)$/.exec(error instanceof Error ? error.message : '') ?? [];
    return reason?.toLowerCase() ?? 'it cannot be read';
  }
}

function filter(text: string, at: number): Read<Piece> | null {
  const typedName = FILTER.exec(text.slice(at))?.[1];
  if (typedName === undefined) return null;
  const valueAt = at + typedName.length + 1;
  const isQuoted = text[valueAt] === '"';
  const { value, end } = isQuoted ? unquote(text, valueAt) : bareValue(text, valueAt);
  if (!isQuoted && !looksLikeFilter(typedName, value)) return null;
  const filter = {
    name: typedName.toLowerCase(),
    value,
    namePlace: { from: at, to: valueAt },
    valuePlace: { from: valueAt, to: end },
  };
  return { value: { type: 'filter', filter }, end };
}

function bareValue(text: string, at: number): Read<string> {
  const end = endOfWord(text, at);
  return { value: text.slice(at, end), end };
}

/** `Error: foo`, `https://…`, `localhost:80` and `std::string` are words. */
function looksLikeFilter(name: string, value: string): boolean {
  if (isFilterName(name)) return true;
  if (value === '' || /^[:/\\]|^\d+$/.test(value)) return false;
  return name === name.toLowerCase() || isFilterName(name.toLowerCase());
}

function word(text: string, at: number): Read<Piece | null> {
  const end = endOfWord(text, at);
  const typed = text.slice(at, end);
  const isNegated = text[at - 1] === '-';
  if (typed === 'OR' && !isNegated) return { value: { type: 'or' }, end };
  if (typed === 'AND' && !isNegated) return { value: null, end };
  const begun = typed.slice(0, -1);
  const prefix = typed.endsWith('*') && endsWithToken(begun);
  return { value: { type: 'text', term: { kind: 'word', text: prefix ? begun : typed, prefix } }, end };
}

function endsWithToken(text: string): boolean {
  const last = ftsTokens(text).at(-1);
  return last !== undefined && text.endsWith(last);
}

/** Parentheses that a word opens itself are its own: `foo(bar)`. */
function endOfWord(text: string, at: number): number {
  let open = 0;
  for (let end = at; end < text.length; end++) {
    const char = text[end] ?? '';
    if (SPACE.test(char)) return end;
    if (char === '(') open += 1;
    else if (char === ')' && open-- === 0) return end;
  }
  return text.length;
}
