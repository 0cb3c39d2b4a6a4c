import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { firstLoad } from './first-load.ts';

const WEB_DIR = process.env['AMC_WEB_DIR'] ?? fileURLToPath(new URL('../../dist/web', import.meta.url));
const BUDGET_KB = 125;

describe.skipIf(!existsSync(join(WEB_DIR, 'index.html')))('the first load of the built page', () => {
  const scripts = existsSync(join(WEB_DIR, 'index.html')) ? firstLoad(WEB_DIR) : [];

  test(`is at most ${BUDGET_KB} kB of JavaScript, packed`, () => {
    const sizes = scripts.map(({ file, gzipBytes }) => `${file} ${(gzipBytes / 1_000).toFixed(1)} kB`);
    const total = scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0) / 1_000;
    expect(total, `Expected at most ${BUDGET_KB} kB, got ${total.toFixed(1)} kB:\n${sizes.join('\n')}`).toBeLessThan(
      BUDGET_KB,
    );
    // The graph was followed: React, the shell, and the worker.
    expect(total).toBeGreaterThan(70);
    expect(scripts.some(({ file }) => file.includes('worker-'))).toBe(true);
  });
});

test('the frame in index.html is the one that the page draws over it', () => {
  const source = (path: string) => readFileSync(new URL(`../../src/web/${path}`, import.meta.url), 'utf8');
  const frame = source('index.html').replace(/^.*<div id="root">/s, '');
  const classes = [...frame.matchAll(/class="([^"]+)"/g)].map(([, names = '']) => names);
  expect(classes).toHaveLength(3);
  const drawn = source('app.tsx') + source('features/shell/header.tsx');
  for (const names of classes) expect(drawn).toContain(`className="${names}"`);
  expect(frame).not.toMatch(/style=|<script/);
});
