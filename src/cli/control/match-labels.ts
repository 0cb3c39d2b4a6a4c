/**
 * The labels that were meant, each once and in the agent's order: by the whole label, its number from 1, or a beginning
 * that only one label has. One word may name several with commas. `unknown`: the first that is none of them.
 */
export function matchLabels(
  typed: readonly string[],
  labels: readonly string[],
): { labels: string[]; unknown: string | null } {
  const found = new Set<string>();
  for (const word of typed) {
    const whole = matchLabel(word, labels);
    const parts = whole === null ? word.split(',').filter((part) => part.trim() !== '') : [word];
    if (parts.length === 0) return { labels: [], unknown: word };
    for (const part of parts) {
      const label = matchLabel(part, labels);
      if (label === null) return { labels: [], unknown: part.trim() };
      found.add(label);
    }
  }
  return { labels: labels.filter((label) => found.has(label)), unknown: null };
}

function matchLabel(typed: string, labels: readonly string[]): string | null {
  const word = typed.trim().toLowerCase();
  if (word === '') return null;
  const same = labels.find((label) => label.toLowerCase() === word);
  if (same !== undefined) return same;
  if (/^\d+$/.test(word)) return labels[Number(word) - 1] ?? null;
  const begins = labels.filter((label) => label.toLowerCase().startsWith(word));
  return begins.length === 1 ? (begins[0] ?? null) : null;
}
