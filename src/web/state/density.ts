import { useStored, writeStored } from './persisted.ts';
import { readStored } from './stored.ts';

/** How much room a session takes on the board. */
export type Density = 'rows' | 'cards';

const read = (stored: string): Density => (stored === 'cards' ? 'cards' : 'rows');

/** Of this browser. */
export function useDensity(): Density {
  return read(useStored('density'));
}

export function setDensity(density: Density): void {
  writeStored('density', density === 'rows' ? '' : density);
}

export function switchDensity(): void {
  setDensity(read(readStored('density')) === 'rows' ? 'cards' : 'rows');
}
