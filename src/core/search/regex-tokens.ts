import type { Wanted } from './tokens.ts';

/** What one place of an expression surely is: a character, something between tokens, or anything. */
type Unit = { char: string } | 'gap' | 'anything';

const SHORTEST = 3;
const QUANTIFIER = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/;
/** Escapes that stand for more than themselves, or reach further than their letter. */
const CODED = /[0-9cdDfkpPuvwWxBbS]/;
const BLANKS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', s: ' ' };

/**
 * Whole tokens (or beginnings of some) that every text has in which the expression finds something. Only what is beyond
 * doubt: plain ASCII between separators that the expression names; nothing of groups, or where there are alternatives.
 */
export function regexTokens(source: string): Wanted[] {
  const units = unitsOf(source);
  return units === null ? [] : tokensOf(units);
}

function unitsOf(source: string): Unit[] | null {
  const units: Unit[] = [];
  for (let at = 0; at < source.length;) {
    const read = unitAt(source, at);
    if (read === null) return null;
    at = read.end;
    const [quantifier, atLeast] = QUANTIFIER.exec(source.slice(at)) ?? [];
    if (quantifier === undefined) {
      units.push(read.unit);
    } else {
      units.push(...repeated(read.unit, quantifier, atLeast));
      at += quantifier.length;
    }
  }
  return units;
}

function unitAt(source: string, at: number): { unit: Unit; end: number } | null {
  const char = source[at] ?? '';
  switch (char) {
    case '|':
      return null;
    case '\\': {
      const escaped = source[at + 1] ?? '';
      const blank = BLANKS[escaped];
      if (/[0-9ckpPux]/.test(escaped)) return null;
      if (blank !== undefined) return { unit: 'gap', end: at + 2 };
      return { unit: CODED.test(escaped) ? 'anything' : { char: escaped }, end: at + 2 };
    }
    case '^':
    case '$':
      return { unit: 'gap', end: at + 1 };
    case '.':
      return { unit: 'anything', end: at + 1 };
    case '[':
      return { unit: 'anything', end: endOfClass(source, at) };
    case '(':
      return { unit: 'anything', end: endOfGroup(source, at) };
    default:
      return { unit: { char }, end: at + 1 };
  }
}

function repeated(unit: Unit, quantifier: string, atLeast: string | undefined): Unit[] {
  const isThere = quantifier.startsWith('+') || Number(atLeast ?? 0) > 0;
  if (!isThere) return ['anything'];
  return unit === 'gap' || isGap(unit) ? ['gap'] : [unit, 'anything'];
}

function endOfClass(source: string, at: number): number {
  for (let end = at + 1; end < source.length; end++) {
    if (source[end] === '\\') end += 1;
    else if (source[end] === ']') return end + 1;
  }
  return source.length;
}

function endOfGroup(source: string, at: number): number {
  for (let end = at + 1; end < source.length;) {
    if (source[end] === ')') return end + 1;
    if (source[end] === '\\') end += 2;
    else if (source[end] === '[') end = endOfClass(source, end);
    else if (source[end] === '(') end = endOfGroup(source, end);
    else end += 1;
  }
  return source.length;
}

function tokensOf(units: readonly Unit[]): Wanted[] {
  const wanted: Wanted[] = [];
  let before: Unit = 'anything';
  let token = '';
  for (const unit of [...units, 'anything' as const]) {
    const char = typeof unit === 'string' ? '' : unit.char;
    if (/[0-9A-Za-z]/.test(char)) {
      token += char;
      continue;
    }
    const prefix = !isGap(unit);
    if (token !== '' && isGap(before) && !(prefix && token.length < SHORTEST)) wanted.push({ token, prefix });
    token = '';
    before = unit;
  }
  return wanted;
}

/** An ASCII character that is no letter or digit; others are left in doubt. */
function isGap(unit: Unit): boolean {
  return (
    unit === 'gap' || (typeof unit !== 'string' && /[\0-\u007f]/.test(unit.char) && !/[0-9A-Za-z]/.test(unit.char))
  );
}
