import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const CONFIRMED = /confirmed by/;

/** The row or card of a session on the board. */
function rowOf(page: Page, title: string): Locator {
  return page.locator('[data-row]').filter({ hasText: title }).first();
}

test.describe('the cast', () => {
  test('a person answers one of each kind, and each is confirmed', async ({ page, enter, errors }) => {
    test.setTimeout(120_000);
    await enter();
    await expect(page.getByRole('note').filter({ hasText: 'All agents are simulated' })).toBeVisible();

    const publish = rowOf(page, 'Publish 2.4');
    await publish
      .getByRole('button', { name: /^Yes(?! *,)/ })
      .first()
      .click();
    await expect(publish.getByText('npm publish --tag next')).toHaveCount(0);

    await openSession(page, 'Lease renewal');
    await page.getByRole('button', { name: 'Say what instead' }).click();
    await page
      .getByRole('textbox', { name: /instead|why|message/i })
      .first()
      .fill('Keep the loop as it is, please.');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Keep the loop as it is, please', { exact: false }).last()).toBeVisible();

    await goTo(page, 'Board');
    await openSession(page, 'First version of the accountants');
    for (const option of [/^CSV/, /^XLSX/, /^Long/]) await page.getByRole('button', { name: option }).click();
    await page.getByRole('button', { name: /^Answer/ }).click();
    await expect(page.locator('[data-request]')).toHaveCount(0);

    await goTo(page, 'Board');
    await openSession(page, 'Invoices to Postgres');
    await page.getByRole('button', { name: /Yes, and accept edits/ }).click();
    await expect(page.getByText('Plan approved')).toBeVisible();

    await goTo(page, 'Board');
    await openSession(page, 'Release 5.2 in the tracker');
    await page
      .getByRole('combobox', { name: /Channel/ })
      .or(page.getByRole('radio', { name: 'Beta' }))
      .first()
      .waitFor();
    await fillForm(page);
    await expect(page.locator('[data-request]')).toHaveCount(0);

    await goTo(page, 'Board');
    await openSession(page, 'Names for the new endpoints');
    // It asks half a minute after the demo began; a prompt before that would wait for its turn to be over.
    await expect(page.locator('[data-request]')).toContainText('until when?', { timeout: 40_000 });
    await page.getByRole('textbox', { name: /^(Prompt|Answer) to/ }).fill('Yes, until March.');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Yes, until March.').first()).toBeVisible();

    await goTo(page, 'Activity');
    await expect(page.getByText(CONFIRMED)).toHaveCount(13);
    for (const what of ['npm publish', 'Keep the loop', 'Long', 'its plan', 'beta', 'Yes, until March'])
      await expect(page.getByRole('main').getByText(what, { exact: false }).first()).toBeVisible();
    expect(errors).toEqual([]);
  });

  test('an old conversation is found, and its message opened', async ({ page, enter, errors }) => {
    await enter('/search?q=certificate');
    const hit = page
      .getByRole('link')
      .filter({ hasText: /certificate of the internal proxy/ })
      .first();
    await hit.click();
    await expect(page).toHaveURL(/\/s\/.*at=\d+/);
    await expect(page.getByText('Renewal was switched off in March', { exact: false }).first()).toBeInViewport();
    expect(errors).toEqual([]);
  });
});

test.describe('thirty', () => {
  test.use({ demoArgs: ['--demo-sessions', '30'] });

  test('the one of thirty that needs somebody is seen and opened', async ({ page, enter }) => {
    await enter();
    await expect(page.getByRole('banner')).toContainText(/1 need/);
    await page
      .getByRole('main')
      .getByRole('link', { name: /Publish 2.4/ })
      .first()
      .click();
    await expect(page).toHaveURL(/\/s\//);
    await expect(page.locator('[data-request]')).toContainText('npm publish --tag next --access public');
  });
});

/** By the links on top: what is on its way is not cut off. */
async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Everything' }).getByRole('link', { name, exact: true }).click();
}

async function openSession(page: Page, title: string): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(title) })
    .first()
    .click();
  await expect(page).toHaveURL(/\/s\//);
}

/** However its fields are drawn. */
async function fillForm(page: Page): Promise<void> {
  const select = page.getByRole('combobox', { name: /Channel/ });
  if (await select.isVisible()) await select.selectOption('beta');
  else await page.getByRole('radio', { name: 'Beta' }).check();
  await page.getByRole('button', { name: /^Send/ }).first().click();
}
