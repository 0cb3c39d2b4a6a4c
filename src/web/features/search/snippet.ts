import type { Snippet } from '../../../contract/search.ts';

export interface SnippetPart {
  text: string;
  marked: boolean;
  from: number;
}

/** A snippet cut at its marks. Marks may come in any order, overlap, or reach over the end. */
export function parts({ text, marks }: Snippet): SnippetPart[] {
  const found: SnippetPart[] = [];
  let end = 0;
  const add = (from: number, to: number, marked: boolean): void => {
    if (to > from) found.push({ text: text.slice(from, to), marked, from });
  };
  for (const [from, to] of marks.toSorted(([a], [b]) => a - b)) {
    const start = Math.max(from, end);
    const stop = Math.min(to, text.length);
    if (stop <= start) continue;
    add(end, start, false);
    add(start, stop, true);
    end = stop;
  }
  add(end, text.length, false);
  return found;
}
