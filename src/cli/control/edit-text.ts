import { honest } from '../harmless.ts';

/** Unchanged lines shown around a change. */
const AROUND = 3;

/** A change to a file as lines with `-` and `+`; what is the same at its beginning and end is left out. */
export function editLines({ path, before, after }: { path: string; before: string; after: string }): string[] {
  const old = linesOf(before);
  const next = linesOf(after);
  const head = sameAtStart(old, next);
  const tail = sameAtStart(old.slice(head).reverse(), next.slice(head).reverse());
  const end = old.length - tail;
  return [
    `edit ${honest(path).replaceAll('\n', ' ')}`,
    ...old.slice(Math.max(0, head - AROUND), head).map((text) => `  ${text}`),
    ...old.slice(head, end).map((text) => `- ${text}`),
    ...next.slice(head, next.length - tail).map((text) => `+ ${text}`),
    ...old.slice(end, end + AROUND).map((text) => `  ${text}`),
  ];
}

function linesOf(text: string): string[] {
  return text === '' ? [] : honest(text).replace(/\n$/, '').split('\n');
}

function sameAtStart(one: readonly string[], other: readonly string[]): number {
  const differs = one.findIndex((text, index) => text !== other[index]);
  return differs === -1 ? one.length : differs;
}
