/** The name that was most likely meant: what it begins, or what is two slips away at most. Null when none is near. */
export function nearest<T extends string>(typed: string, names: readonly T[]): T | null {
  const begun = typed.length >= 2 ? names.find((name) => name.startsWith(typed) || typed.startsWith(name)) : undefined;
  if (begun !== undefined) return begun;
  const [best] = names
    .map((name) => ({ name, slips: slips(typed, name) }))
    .filter(({ name, slips }) => slips <= 2 && slips < name.length - 1)
    .sort((a, b) => a.slips - b.slips);
  return best?.name ?? null;
}

/** Letters to put in, take out or change to come from one word to the other. */
function slips(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
