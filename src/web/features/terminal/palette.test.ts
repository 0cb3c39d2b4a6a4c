import { expect, it } from 'vitest';
import { ANSI_COLOURS } from './palette.ts';

/** `--float` and `--paper-2`, the grounds a pane may stand on. */
const GROUNDS = { light: ['#fffdf6', '#f5f2e7'], dark: ['#1c1b1a', '#282726'] } as const;

const cases = (['light', 'dark'] as const).flatMap((theme) =>
  ANSI_COLOURS[theme].flat().map((colour) => ({ theme, colour })),
);

it.each(cases)('$colour is legible on the ground of the $theme theme', ({ theme, colour }) => {
  for (const ground of GROUNDS[theme]) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(4.5);
});

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
