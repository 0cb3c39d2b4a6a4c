const PATIENCE_MS = 4_000;

interface Awaited {
  place: string;
  /** What was typed before it stood there: nobody waits for code to come. */
  typed: string;
  cancel: () => void;
  end: () => void;
}

let awaited: Awaited | null = null;

/**
 * Something that takes the keys was asked for, and its code may still be on its way. Until an element that matches
 * `place` is there, at most four seconds, what is typed is kept from the page, where it would decide things; a field is
 * then given it.
 */
export function giveKeysTo(place: string, cancel: () => void = () => {}): void {
  awaited?.end();
  const seen = new MutationObserver(arrive);
  const timer = setTimeout(() => awaited?.end(), PATIENCE_MS);
  awaited = {
    place,
    typed: '',
    cancel,
    end: () => {
      awaited = null;
      seen.disconnect();
      clearTimeout(timer);
    },
  };
  seen.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['open'] });
}

/** Whether it was asked for and is not there yet. */
export function areKeysAwaited(): boolean {
  arrive();
  return awaited !== null;
}

/** Takes a key that belongs to what is on its way. Esc takes the wish back; what the browser does with others stays. */
export function typeAhead(event: KeyboardEvent): void {
  if (awaited === null || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (event.key === 'Escape') {
    const { cancel, end } = awaited;
    end();
    cancel();
  } else if (event.key.length === 1) awaited.typed += event.key;
}

function arrive(): void {
  const there = awaited === null ? null : document.querySelector<HTMLElement>(awaited.place);
  if (awaited === null || there === null) return;
  const { typed, end } = awaited;
  end();
  if (there instanceof HTMLInputElement) write(there, typed);
}

function write(field: HTMLInputElement, typed: string): void {
  field.focus({ preventScroll: true });
  if (typed === '') return;
  field.setRangeText(typed, 0, field.value.length, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: typed, inputType: 'insertText' }));
}
