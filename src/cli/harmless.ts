import { CONTROL, withHiddenNamed } from '../lib/control-characters.ts';

/** A text that is safe to print, as one line and exactly as long as it was: places in it stay where they are. */
export function harmless(text: string): string {
  return text.replaceAll(CONTROL, ' ');
}

/**
 * Text of several lines that a terminal only prints, with everything that would not be seen written out: a person
 * decides by it, so nothing is dropped.
 */
export function honest(text: string): string {
  return withHiddenNamed(text.replaceAll('\r\n', '\n'));
}
