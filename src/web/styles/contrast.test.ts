import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** `--name: light-dark(#light, #dark)` of tokens.css. */
function tokens(theme: 'light' | 'dark'): Map<string, string> {
  const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
  const pairs = css.matchAll(/--([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)/g);
  return new Map([...pairs].map(([, name = '', light = '', dark = '']) => [name, theme === 'light' ? light : dark]));
}

/** WCAG 2.2, 1.4.3. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const GROUNDS = ['paper', 'paper-2', 'float'];
const TEXTS = ['ink', 'ink-2', 'ink-3', 'needs-text', 'works-text', 'starts-text', 'unsure-text', 'bad-text'];
const SHAPES = ['needs', 'works', 'starts', 'unsure', 'bad'];

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const values = tokens(theme);
  const of = (name: string): string => values.get(name) ?? `no token ${name}`;

  it.each(GROUNDS.flatMap((ground) => TEXTS.map((text) => [text, ground] as const)))(
    '%s can be read on %s',
    (text, ground) => {
      expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(GROUNDS.flatMap((ground) => SHAPES.map((shape) => [shape, ground] as const)))(
    '%s can be seen on %s',
    (shape, ground) => {
      expect(contrast(of(shape), of(ground))).toBeGreaterThanOrEqual(3);
    },
  );

  it.each([
    ['ink', 'added'],
    ['ink', 'gone'],
    ['added-mark', 'added'],
    ['gone-mark', 'gone'],
    ['ink-3', 'added'],
    ['ink-3', 'gone'],
    ['ink-2', 'paper-3'],
    ['ink-3', 'paper-3'],
    ['needs-text', 'paper-3'],
    ['paper', 'ink-2'],
  ])('%s can be read on %s', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5);
  });
});
