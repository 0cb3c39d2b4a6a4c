import { FILTERS, isFilterName } from './filters.ts';

/** What may be put into a query in place of its characters `[from, to)`. */
export interface Completion {
  from: number;
  to: number;
  text: string;
  means: string;
}

const BEGUN = /^[-(]*([A-Za-z]*)$/;
const VALUE = /^[-(]*([A-Za-z]+):(\S*)$/;

/** Names of filters, and their values, that go on from what stands before the cursor. Nothing inside of quotes. */
export function completions(text: string, cursor: number): Completion[] {
  const before = text.slice(0, cursor);
  if (isInQuotes(before)) return [];
  const typed = before.slice(before.search(/\S*$/));
  const to = cursor + (/^[\w-]*/.exec(text.slice(cursor))?.[0].length ?? 0);
  const [, name, value] = VALUE.exec(typed) ?? [];
  if (name !== undefined && value !== undefined) return valuesOf(name.toLowerCase(), value, cursor, to);
  const [, begun] = BEGUN.exec(typed) ?? [];
  return begun === undefined ? [] : namesOf(begun, cursor, to);
}

function namesOf(begun: string, cursor: number, to: number): Completion[] {
  return FILTERS.filter(({ name }) => name.startsWith(begun.toLowerCase())).map(({ name, means }) => ({
    from: cursor - begun.length,
    to,
    text: `${name}:`,
    means,
  }));
}

function valuesOf(name: string, begun: string, cursor: number, to: number): Completion[] {
  const filter = isFilterName(name) ? FILTERS.find((one) => one.name === name) : undefined;
  return (filter?.values ?? [])
    .filter((value) => value.startsWith(begun.toLowerCase()))
    .map((value) => ({ from: cursor - begun.length, to, text: value, means: filter?.means ?? '' }));
}

function isInQuotes(text: string): boolean {
  return text.replaceAll(/\\["\\]/g, '').split('"').length % 2 === 0;
}
