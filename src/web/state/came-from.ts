/** Given to a link, so that the page it opens knows the way back. */
export function fromHere(): { from: string } {
  return { from: location.pathname + location.search };
}

/** Where the person came from to this page, within AMC; null when not known. */
export function cameFrom(): string | null {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('from' in state)) return null;
  return typeof state.from === 'string' ? state.from : null;
}
