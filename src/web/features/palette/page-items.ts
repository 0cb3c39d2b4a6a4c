import { isTyping } from '../keyboard/press.ts';
import type { PaletteItem } from './items.ts';
import { tPalette } from './texts.ts';

/** What the page offers by a key right now: its own buttons, pressed as a finger would. Looked at before the palette lies over it. */
export function pageItems(): PaletteItem[] {
  const row = document.activeElement?.closest<HTMLElement>('[data-row]') ?? null;
  const pressed = [...document.querySelectorAll<HTMLElement>('[data-press]:not(:disabled)')]
    .filter((button) => [row, null].includes(button.closest<HTMLElement>('[data-row]')))
    .map((button) => itemOf(button, button.dataset['press'] ?? '', labelOf(button)));
  const fields = [
    ['[data-composer]', 'c', tPalette('do.compose')] as const,
    ['[data-filter]', 'f', tPalette('do.filter')] as const,
  ].flatMap(([selector, key, label]) => {
    const field = document.querySelector<HTMLElement>(selector);
    return field === null ? [] : [itemOf(field, key, label)];
  });
  return [...pressed, ...fields].filter(({ label }) => label !== '');
}

function itemOf(button: HTMLElement, key: string, label: string): PaletteItem {
  return {
    id: `page ${key} ${label}`,
    part: 'page',
    label,
    keys: key,
    run: () => {
      if (!button.isConnected) return;
      if (isTyping(button)) button.focus();
      else button.click();
    },
  };
}

/** What it is called aloud, without the key that stands beside it. */
function labelOf(button: HTMLElement): string {
  const named = button.getAttribute('aria-label');
  if (named !== null) return named;
  const copy = button.cloneNode(true) as HTMLElement;
  for (const key of copy.querySelectorAll('kbd')) key.remove();
  return (copy.textContent ?? '').trim();
}
