/** Below the sticky headers. */
const TOP_PX = 104;
/** One that was brought to the top stands a little below them. */
const SLACK_PX = 28;

/** The conversation's own entries, not those of threads inside of them. */
function entries(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-conversation] > [data-entry]')];
}

/** Brings what begins at `offset` into view and opens what hides it. False: it is not on the page. */
export function revealOffset(offset: number): boolean {
  const entry = document.querySelector<HTMLElement>(`[data-conversation] > [data-offset~="${offset}"]`);
  if (entry === null) return false;
  const fold = entry.querySelector('details');
  if (fold !== null) fold.open = true;
  reveal(entry);
  return true;
}

/** Puts an entry at the top, gives it the focus, and lets it be seen for a moment which one it was. */
export function reveal(entry: HTMLElement): void {
  for (const other of document.querySelectorAll('[data-revealed]')) delete (other as HTMLElement).dataset['revealed'];
  entry.dataset['revealed'] = '';
  entry.scrollIntoView({ block: 'start' });
  if (!entry.hasAttribute('tabindex')) entry.tabIndex = -1;
  takeFocus(entry);
}

/** Gives an entry the focus, unless it is held by something that goes through entries. */
export function takeFocus(entry: HTMLElement): void {
  if (document.activeElement?.closest('[data-keeps-focus]') == null) entry.focus({ preventScroll: true });
}

/** The nearest prompt above or below what is read now; null: none is on the page. */
export function promptFrom(step: 1 | -1): HTMLElement | null {
  const all = prompts();
  // At the end of the page several stand below the top: there, the one that was gone to last is what is read.
  const gone = all.findIndex((entry) => entry.dataset['revealed'] !== undefined && isInSight(entry));
  if (gone !== -1) return all[gone + step] ?? null;
  return step === 1
    ? (all.find((entry) => topOf(entry) > SLACK_PX) ?? null)
    : (all.findLast((entry) => topOf(entry) < SLACK_PX / 2) ?? null);
}

function topOf(entry: HTMLElement): number {
  return entry.getBoundingClientRect().top - TOP_PX;
}

function isInSight(entry: HTMLElement): boolean {
  const { top, bottom } = entry.getBoundingClientRect();
  return bottom > TOP_PX && top < innerHeight;
}

function prompts(): HTMLElement[] {
  return entries().filter(({ dataset }) => dataset['entry']?.startsWith('prompt ') === true);
}

/** Offset of the prompt whose turn is read now; null: it is not on the page. */
export function promptInView(): number | null {
  const here = prompts().findLast((entry) => topOf(entry) <= innerHeight / 3);
  return here === undefined ? null : offsetOf(here);
}

/** Offset of the first entry that is read now; 0 where nothing is. */
export function offsetInView(): number {
  const here = entries().find((entry) => entry.getBoundingClientRect().bottom > TOP_PX && offsetOf(entry) !== null);
  return here === undefined ? 0 : (offsetOf(here) ?? 0);
}

function offsetOf({ dataset }: HTMLElement): number | null {
  const [offset = ''] = dataset['offset']?.split(' ') ?? [];
  return offset === '' ? null : Number(offset);
}
