const ROW = '[data-row]';
const LINK = '[data-row-link]';

/** Where the focus goes when what was opened from there is over and its row stays. */
export function focusBack(anchor: HTMLElement): HTMLElement | null {
  if (anchor.isConnected) return anchor;
  return document.querySelector<HTMLElement>(LINK);
}

/** Where it goes when the row is about to go out of sight: the next one, else the one before. Looked for while it is there. */
export function focusOn(anchor: HTMLElement): () => HTMLElement | null {
  const row = anchor.closest<HTMLElement>(ROW);
  if (row === null) return () => focusBack(anchor);
  const rows = [...document.querySelectorAll<HTMLElement>(ROW)];
  const index = rows.indexOf(row);
  const next = rows[index + 1] ?? rows[index - 1];
  return () => next?.querySelector<HTMLElement>(LINK) ?? null;
}
