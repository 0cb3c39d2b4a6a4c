const FIELD = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]';
const ABOVE = 'dialog[open], :popover-open, [role=menu]';
const ROW = '[data-row]';

/** What lies above the page has the keys: nothing behind it may be decided. */
export function isCovered(): boolean {
  return document.querySelector(ABOVE) !== null;
}

/** A screen that gives way to one whose code is still to come is there, and not shown: nothing on it may be decided. */
export function canBeSeen(element: HTMLElement): boolean {
  return element.checkVisibility();
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches(FIELD);
}

/** The button that carries a key: of the row in focus, else of the page around the rows. */
export function buttonOf(key: string, row: HTMLElement | null): HTMLElement | null {
  const selector = `[data-press="${CSS.escape(key)}"]:not(:disabled)`;
  const own = row?.querySelector<HTMLElement>(selector) ?? null;
  if (own !== null) return own;
  return [...document.querySelectorAll<HTMLElement>(selector)].find((one) => one.closest(ROW) === null) ?? null;
}

/** Presses a button that decides nothing; a field gets the focus instead. Whether there was one. */
export function pressIt(button: HTMLElement | null, event: KeyboardEvent): boolean {
  if (event.repeat || button === null || !canBeSeen(button)) return false;
  event.preventDefault();
  if (isTyping(button) || button.matches('input[type=radio]')) button.focus();
  else button.click();
  return true;
}

export function focusOn(selector: string, event: KeyboardEvent): boolean {
  const field = document.querySelector<HTMLElement>(selector);
  if (field === null) return false;
  event.preventDefault();
  field.focus();
  return true;
}

/** Esc in a field gives the keys back to the page. What was searched for stays: browsers would empty the field. */
export function leaveField(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || !(event.target instanceof HTMLElement)) return;
  if (event.target.matches('[data-search]')) event.preventDefault();
  event.target.blur();
}
