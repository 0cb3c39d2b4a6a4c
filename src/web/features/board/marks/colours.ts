import type { MarkColour } from '../../../../contract/marks.ts';

/** In the order they are offered. */
export const COLOURS = [
  'red',
  'orange',
  'yellow',
  'green',
  'cyan',
  'blue',
  'purple',
  'magenta',
] as const satisfies readonly MarkColour[];

/** A colour of marks by its name; undefined for any other text. */
export function colourOf(name: unknown): MarkColour | undefined {
  return COLOURS.find((colour) => colour === name);
}
