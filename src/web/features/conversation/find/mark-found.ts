import type { Find } from '../../../../core/search/find.ts';

const NAME = 'found';
const MOST = 2_000;

/**
 * Lights up what was found in the conversation that is on the page, and goes on as the page changes, without touching it: the browser paints
 * it over the text. Where a browser cannot, nothing is lit. The returned function ends it.
 */
export function markFound(root: HTMLElement, finders: readonly Find[]): () => void {
  if (!('highlights' in CSS) || finders.length === 0) return () => {};
  let frame = 0;
  const paint = (): void => {
    frame = 0;
    CSS.highlights.set(NAME, new Highlight(...rangesIn(root, finders)));
  };
  const soon = (): void => {
    if (frame === 0) frame = requestAnimationFrame(paint);
  };
  const observer = new MutationObserver(soon);
  observer.observe(root, { childList: true, subtree: true, characterData: true });
  paint();
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    CSS.highlights.delete(NAME);
  };
}

function rangesIn(root: HTMLElement, finders: readonly Find[]): Range[] {
  const ranges: Range[] = [];
  const place = root.querySelector('[data-conversation-place]');
  if (place === null) return ranges;
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null && ranges.length < MOST; node = walker.nextNode()) {
    const text = node.nodeValue ?? '';
    for (const find of finders) {
      for (const { from, to } of find(text, MOST - ranges.length)) {
        const range = new Range();
        range.setStart(node, from);
        range.setEnd(node, to);
        ranges.push(range);
      }
    }
  }
  return ranges;
}
