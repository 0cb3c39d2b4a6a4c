import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { userEvent } from 'vitest/browser';
import type { UsageRow } from '../../../contract/usage.ts';
import type { Bucket } from './period.ts';
import { stackedOf } from './series.ts';
import { StackedChart } from './stacked-chart.tsx';

const TOKENS = { input: 1, output: 1, cacheRead: 1, cacheWrite: 1 };

function chartOf(rows: Partial<UsageRow>[], choose: (bucket: Bucket) => void = () => {}) {
  const whole = rows.map((row): UsageRow => ({
    tokens: TOKENS,
    responses: 1,
    cost: 1,
    unpriced: row.cost === null ? [row.model ?? ''] : [],
    ...row,
  }));
  const stacked = stackedOf(whole, { stack: 'model', measure: 'cost', first: '2026-11-01', last: '2026-11-03' });
  return <StackedChart stacked={stacked} measure="cost" tools={null} choose={choose} />;
}

test('without anything it is an empty chart of the same size, and says so', async () => {
  const screen = await render(chartOf([]));
  await expect
    .element(screen.getByRole('slider'))
    .toHaveAttribute('aria-valuetext', expect.stringMatching(/: nothing$/));
  expect(screen.container.querySelectorAll('rect')).toHaveLength(0);
});

test('the hand and the arrows tell the same', async () => {
  const screen = await render(
    chartOf([
      { day: '2026-11-02', model: 'a', cost: 2 },
      { day: '2026-11-03', model: 'b', cost: 3 },
    ]),
  );
  const chart = screen.getByRole('slider');
  await chart.click({ position: { x: 60, y: 100 } });
  await userEvent.keyboard('{End}{ArrowLeft}');
  await expect.element(chart).toHaveAttribute('aria-valuetext', expect.stringContaining('$2.00. a $2.00'));
  expect(screen.container.querySelector('.chart-tip')?.textContent).toContain('$2.00');
  await userEvent.keyboard('{Escape}');
  expect(screen.container.querySelector('.chart-tip')).toBeNull();
  const { width } = chart.element().getBoundingClientRect();
  await chart.hover({ position: { x: width - 20, y: 100 } });
  await expect.poll(() => screen.container.querySelector('.chart-tip')?.textContent ?? '').toContain('$3.00');
});

test('Enter narrows to the bar that is looked at', async () => {
  const choose = vi.fn<(bucket: Bucket) => void>();
  const screen = await render(chartOf([{ day: '2026-11-02', model: 'a' }], choose));
  await screen.getByRole('slider').click({ position: { x: 60, y: 100 } });
  await userEvent.keyboard('{Home}{ArrowRight}{Enter}');
  expect(choose).toHaveBeenCalledWith({ first: '2026-11-02', last: '2026-11-02' });
});

test('what has no price is marked, and not drawn as nothing', async () => {
  const screen = await render(chartOf([{ day: '2026-11-02', model: 'local', cost: null }]));
  await expect.element(screen.getByText('Marked with ?', { exact: false })).toBeVisible();
  expect([...screen.container.querySelectorAll('svg text')].some(({ textContent }) => textContent === '?')).toBe(true);
  await expect.element(screen.getByRole('listitem')).toHaveTextContent('localnot known');
});
