/** Lines around a change that a diff shows with it. */
const CONTEXT = 3;

/**
 * How many rows the diff of two texts has, without making it: right where one place changes, at most too many elsewhere.
 * `leftOut`: the first of them says that lines above are left out.
 */
export function roughRows(before: string, after: string): { rows: number; leftOut: boolean } {
  const [old, now] = [linesOf(before), linesOf(after)];
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const changed = old.length + now.length - 2 * (head + tail);
  if (changed === 0) return { rows: 0, leftOut: false };
  const leftOut = head > CONTEXT;
  return { rows: changed + Math.min(CONTEXT, head) + Math.min(CONTEXT, tail) + (leftOut ? 1 : 0), leftOut };
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
