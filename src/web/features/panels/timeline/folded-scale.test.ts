import { describe, expect, it } from 'vitest';
import type { Span } from '../../../../contract/usage.ts';
import { timeScale } from './folded-scale.ts';

const MINUTE = 60_000;
const span = (kind: Span['kind'], from: number, to: number | null): Span => ({
  kind,
  from: from * MINUTE,
  to: to === null ? null : to * MINUTE,
});

describe('timeScale', () => {
  const night = [span('model', 0, 10), span('idle', 10, 610), span('tool', 610, 620)];

  it('shows a night short, and what was done before and after in proportion', () => {
    const { x, isFolded } = timeScale(night, { to: 620 * MINUTE, width: 420, folds: true });
    expect(isFolded).toBe(true);
    expect(x(10 * MINUTE)).toBeCloseTo(200, 0);
    expect(x(610 * MINUTE)).toBeCloseTo(220, 0);
    expect(x(615 * MINUTE)).toBeCloseTo(320, 0);
    expect(x(620 * MINUTE)).toBe(420);
  });

  it('is true to time when asked to be, and where nothing was long and quiet', () => {
    expect(timeScale(night, { to: 620 * MINUTE, width: 620, folds: false }).x(310 * MINUTE)).toBe(310);
    const busy = [span('model', 0, 10), span('tool', 10, null)];
    const { x, isFolded } = timeScale(busy, { to: 20 * MINUTE, width: 200, folds: true });
    expect([isFolded, x(5 * MINUTE)]).toEqual([false, 50]);
  });

  it('of nothing, or of one moment, is some scale', () => {
    expect(timeScale([], { to: 0, width: 100, folds: true }).x(0)).toBe(0);
    expect(timeScale([span('model', 5, 5)], { to: 5 * MINUTE, width: 100, folds: true }).x(5 * MINUTE)).toBe(0);
  });
});
