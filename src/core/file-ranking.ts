/** How well a path fits what was typed, the smaller the better; null: not at all. */
type Fit = number | null;

// Bounds of a path's depth and length, for one number that says all.
const MOST_DEEP = 4_096;
const LONGEST = 8_192;

/**
 * Paths that fit what was typed, best first: the name begins so, holds it, the path holds it, or has its letters in this
 * order; among equals the near and short ones first. Parts that begin with a dot only where they are asked for.
 */
export function rankedPaths(paths: readonly string[], typed: string): string[] {
  const wanted = typed.toLowerCase();
  const hidden = asksHidden(typed);
  const fits: { path: string; rank: number }[] = [];
  for (const path of paths) {
    if (!hidden && isHidden(path)) continue;
    const fit = fitOf(path.toLowerCase(), wanted);
    if (fit !== null) fits.push({ path, rank: (fit * MOST_DEEP + depthOf(path)) * LONGEST + path.length });
  }
  return fits.sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1)).map(({ path }) => path);
}

/** Whether a part of what was typed begins with a dot. */
export function asksHidden(typed: string): boolean {
  return /(^|\/)\.(?!\.?\/)/.test(typed);
}

function isHidden(path: string): boolean {
  return path.startsWith('.') || path.includes('/.');
}

function fitOf(path: string, wanted: string): Fit {
  if (wanted === '') return 0;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.startsWith(wanted)) return 0;
  if (path.startsWith(wanted)) return 1;
  if (name.includes(wanted)) return 2;
  if (path.includes(`/${wanted}`)) return 3;
  if (path.includes(wanted)) return 4;
  if (hasInOrder(name, wanted)) return 5;
  return hasInOrder(path, wanted) ? 6 : null;
}

function hasInOrder(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at);
    if (at === -1) return false;
    at += letter.length;
  }
  return true;
}

function depthOf(path: string): number {
  let depth = 0;
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) depth += 1;
  return depth;
}
