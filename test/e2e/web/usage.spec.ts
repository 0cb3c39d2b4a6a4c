import { readFileSync } from 'node:fs';
import { makeSession } from '../../helpers/make-session.ts';
import { barriers } from './barriers.ts';
import { day, filled, ROWS } from './demo-usage.ts';
import { expect, test } from './fixtures.ts';
test('tells what was used; what has no price is said, never counted as nothing', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  fake.onUsage = filled;
  await enter('/usage');
  await expect(page.getByRole('definition').filter({ hasText: 'at least $13.50' })).toBeVisible();
  await expect(page.getByText('no price known: gpt-oss-120b')).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Models' }).getByRole('listitem').filter({ hasText: 'gpt-oss-120b' }),
  ).toContainText('not known');
  await expect(page.getByText('93 % used, nearly full')).toBeVisible();
  await expect(page.getByText('has been reset since')).toBeVisible();
  await page.getByRole('link', { name: 'Session 1' }).click();
  await expect(page).toHaveURL(/\/s\/claude%3As1$/);
  await page.goBack();
  await expect(page.getByText('at least $13.50').first()).toBeVisible();
  expect(offences).toEqual([]);
});

test('a chart is read by arrow keys, and narrows the page to a day', async ({ page, fake, enter }) => {
  fake.onUsage = filled;
  await enter('/usage?range=7');
  const chart = page.getByRole('slider', { name: /^Cost per day/ });
  await chart.focus();
  await page.keyboard.press('End');
  await expect(chart).toHaveAttribute('aria-valuetext', /at least \$3\.00\. opus-5-5 \$3\.00, gpt-oss-120b not known/);
  await page.keyboard.press('ArrowLeft');
  await expect(chart).toHaveAttribute('aria-valuetext', /\$6\.50\. sonnet-5-5 \$6\.50/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`from=${day(1)}&to=${day(1)}`));
  await page.goBack();
  await expect(page).toHaveURL(/range=7/);
});

test('a chart is a table, too; its height stays', async ({ page, fake, enter }) => {
  fake.onUsage = filled;
  await enter('/usage?range=7&by=project');
  const models = page.getByRole('heading', { name: 'Models' });
  const before = (await models.boundingBox())?.y;
  await page.getByRole('button', { name: 'Cost per day as a table' }).click();
  const table = page.getByRole('table', { name: 'Cost per day' });
  await expect(table.getByRole('columnheader')).toHaveText(['Day', 'Total', 'ledger', 'harbor']);
  await expect(table.getByRole('row').nth(2)).toContainText('$6.50');
  expect(Math.abs(((await models.boundingBox())?.y ?? 0) - (before ?? 0))).toBeLessThan(60);
});

test('what is chosen stands in the address, and the server is asked for it', async ({ page, fake, enter }) => {
  const asked: object[] = [];
  fake.onUsage = (query) => {
    asked.push(query);
    return filled(query);
  };
  await enter('/usage');
  await page.getByRole('button', { name: '7 days' }).click();
  await expect(page).toHaveURL(/range=7/);
  await page.getByRole('button', { name: 'Tokens' }).click();
  await page.getByRole('button', { name: 'Agent', exact: true }).click();
  await expect(page).toHaveURL(/range=7&by=agent&show=tokens/);
  await expect(page.getByRole('slider', { name: /^Tokens per day/ })).toBeVisible();
  await page.getByLabel('From', { exact: true }).fill(day(20));
  await expect(page).toHaveURL(new RegExp(`from=${day(20)}`));
  await page.getByRole('region', { name: 'Projects' }).getByRole('link', { name: 'harbor' }).click();
  await expect(page).toHaveURL(/project=/);
  await expect.poll(() => asked.at(-1)).toMatchObject({ project: '/home/mara/code/harbor' });
});

test('it is exported as CSV', async ({ page, fake, enter }) => {
  fake.onUsage = filled;
  await enter('/usage?range=7');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^amc-usage-.*\.csv$/);
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines).toHaveLength(ROWS.length + 1);
  expect(lines.at(-1)).toMatch(/gpt-oss-120b,3,100,400,9000,500,$/);
});

test('empty, still growing and failed say so; what was read stays', async ({ page, fake, enter }) => {
  await enter('/usage');
  await expect(page.getByText('No agent used anything in this period.')).toBeVisible();
  fake.onUsage = (query) => ({ ...filled(query), complete: false });
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'still reading' })).toBeVisible();
  await page.route('**/api/usage?*', (route) => route.fulfill({ status: 500 }));
  await page.getByRole('button', { name: '90 days' }).click();
  await expect(page.getByRole('alert')).toContainText('Usage could not be read');
  await expect(page.getByRole('slider', { name: /^Cost per/ })).toBeVisible();
  await page.unroute('**/api/usage?*');
  fake.onUsage = filled;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('has no barrier that can be found by rule', async ({ page, fake, enter }) => {
  fake.put(makeSession({ id: 'a' }));
  fake.onUsage = filled;
  await enter('/usage');
  await page.getByRole('button', { name: 'Cost per day as a table' }).click();
  await page.getByRole('table').waitFor();
  expect(await barriers(page)).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('series are told apart by colour-blind eyes, and from the ground', async ({ page, fake, enter }) => {
      fake.onUsage = filled;
      await enter('/usage');
      await page.getByRole('slider').first().waitFor();
      const { ground, series } = await page.evaluate<{ ground: Rgb; series: Rgb[] }>(COLOURS_OF_CHARTS);
      for (const colour of series) expect(contrast(colour, ground), colour.join()).toBeGreaterThan(2.3);
      const first = series.slice(0, 5);
      for (const [index, one] of first.entries())
        for (const other of first.slice(index + 1))
          for (const eye of Object.keys(EYES))
            expect(distance(one, other, EYES[eye] ?? []), `${eye}: ${one.join()} ${other.join()}`).toBeGreaterThan(14);
    });
  });
}

type Rgb = [number, number, number];

/** Runs in the page. */
const COLOURS_OF_CHARTS = `(() => {
  const probe = document.createElement('canvas').getContext('2d');
  const box = document.body.appendChild(document.createElement('div'));
  const read = (value) => {
    box.style.color = value;
    probe.fillStyle = getComputedStyle(box).color;
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
  };
  return { ground: read('var(--paper)'), series: [1, 2, 3, 4, 5, 6].map((index) => read('var(--chart-' + index + ')')) };
})()`;

/** How eyes without one kind of cone see, in linear RGB (Machado, Oliveira and Fernandes 2009, severity 1). */
const EYES: Readonly<Record<string, readonly (readonly number[])[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(colour: Rgb): Rgb {
  return colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as Rgb;
}

function contrast(a: Rgb, b: Rgb): number {
  const light = ([r, g, b_]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b_;
  const [high = 0, low = 0] = [light(linear(a)), light(linear(b))].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** Distance in CIE Lab as an eye sees it: below some 10, two colours are easily taken for one. */
function distance(a: Rgb, b: Rgb, eye: readonly (readonly number[])[]): number {
  const seen = (colour: Rgb): Rgb =>
    lab(eye.map((line) => line.reduce((sum, weight, index) => sum + weight * (linear(colour)[index] ?? 0), 0)) as Rgb);
  const [from, to] = [seen(a), seen(b)];
  return Math.hypot(...from.map((part, index) => part - (to[index] ?? 0)));
}

function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(Math.max(0, t)) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
