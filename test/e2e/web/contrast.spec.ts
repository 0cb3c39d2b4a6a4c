import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

/** `--name: light-dark(#light, #dark)` of tokens.css. */
function tokens(theme: 'light' | 'dark'): Map<string, string> {
  const css = readFileSync(new URL('../../../src/web/styles/tokens.css', import.meta.url), 'utf8');
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
const SPECIAL = [
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
];

for (const theme of ['light', 'dark'] as const) {
  test(`every text can be read and every shape be seen, ${theme}`, () => {
    const values = tokens(theme);
    const weak: string[] = [];
    const demand = (front: string, ground: string, least: number): void => {
      const ratio = contrast(values.get(front) ?? '', values.get(ground) ?? '');
      if (!(ratio >= least)) weak.push(`${front} on ${ground}: Expected at least ${least}, got ${ratio.toFixed(2)}`);
    };
    for (const ground of GROUNDS) {
      for (const text of TEXTS) demand(text, ground, 4.5);
      for (const shape of SHAPES) demand(shape, ground, 3);
    }
    for (const [text = '', ground = ''] of SPECIAL) demand(text, ground, 4.5);
    expect(weak).toEqual([]);
  });
}
