import { demoConversation } from './demo-conversation.ts';
import { demoHits, fillHistory, INDEXING, WRONG } from './demo-history.ts';
import { expect, test } from './fixtures.ts';

const reply = { next: null, exhausted: true, tookMs: 1, complete: true };

test('finds by typing, groups by session, and opens at the message', async ({ page, fake, enter, offences }) => {
  fillHistory(fake);
  fake.conversations.set('claude:h0', demoConversation());
  await enter();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search everything agents wrote' })).toBeFocused();
  await page.keyboard.type('lease');
  await expect(page).toHaveURL(`${fake.url}/search?q=lease`);
  await expect(page.locator('main section h2')).toHaveCount(4);
  const first = page.locator('main section section').first();
  await expect(first).toContainText('billing-api · claude');
  await expect(first.locator('[data-row]')).toHaveCount(3);
  await expect(first.locator('mark').first()).toHaveText('lease');
  await expect(first).toContainText('Grep output');
  await expect(page.locator('main section section').last()).toContainText('file gone');

  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${fake.url}/s/claude%3Ah0?at=8`);
  await expect(page.locator('[data-marked]')).toContainText('I found it.');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(`${fake.url}/search?q=lease`);
  await expect(page.locator('main section section')).toHaveCount(4);
  expect(offences).toEqual([]);
});

test('a hit in a subagent opens its conversation', async ({ page, fake, enter }) => {
  fillHistory(fake);
  await enter('/search?q=lease');
  await expect(page.getByRole('link', { name: /clock of the fake queue/ })).toHaveAttribute(
    'href',
    '/s/claude%3Ah4?agent=a9&at=5',
  );
});

test('what is wrong with a query is underlined in it, with what to do', async ({ page, fake, enter }) => {
  fake.onSearch = ({ q }) => (q.includes('tols') ? WRONG : { ...reply, hits: demoHits() });
  await enter('/search?q=lease%20tols:bash');
  const field = page.getByRole('searchbox');
  await expect(page.locator('[data-query-error]')).toContainText('There is no filter tols:. Did you mean tool:bash?');
  await expect(page.locator('.query-fault')).toHaveText('tols:');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('lease tool:bash');
  await field.press('Enter');
  await expect(page.locator('[data-query-error]')).toHaveCount(0);
  await expect(page.locator('[data-row]')).toHaveCount(6);
});

test('reads on by cursor', async ({ page, fake, enter }) => {
  const hit = demoHits()[0];
  if (hit === undefined) throw new Error('Expected a hit');
  const page1 = Array.from({ length: 30 }, (_, index) => ({ ...hit, itemId: `a${index}` }));
  fake.onSearch = ({ cursor }) =>
    cursor === 'two' ? { ...reply, hits: [{ ...hit, itemId: 'z' }] } : { ...reply, hits: page1, next: 'two' };
  await enter('/search?q=lease');
  await expect(page.locator('[data-row]').nth(29)).toBeAttached();
  await page.locator('[data-row]').nth(29).scrollIntoViewIfNeeded();
  await expect(page.locator('[data-row]')).toHaveCount(31);
  await expect(page.getByText('That is all.')).toBeVisible();
});

test('says what it has not looked at', async ({ page, fake, enter }) => {
  fake.setIndex(INDEXING);
  fake.onSearch = ({ cursor }) =>
    cursor === 'further'
      ? { ...reply, hits: demoHits().slice(0, 1), complete: false }
      : { ...reply, hits: [], next: 'further', exhausted: false, complete: false };
  await enter('/search?q=lease');
  await expect(page.locator('[data-incomplete]')).toHaveText('AMC has read 42 % of what agents wrote. More may match.');
  await expect(page.getByText('Nothing so far. Older conversations were not looked at yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Look further' }).click();
  await expect(page.locator('[data-row]')).toHaveCount(1);
});

test('nothing found is nothing found', async ({ page, fake, enter }) => {
  fillHistory(fake);
  await enter('/search?q=nothing');
  await expect(page.getByText('Nothing matches.')).toBeVisible();
});

test('every filter is explained, and a press adds it', async ({ page, fake, enter }) => {
  fillHistory(fake);
  await enter('/search');
  await page.getByRole('searchbox').fill('lease');
  await page.getByRole('searchbox').press('Enter');
  await page.getByText('Filters').click();
  await page.getByRole('button', { name: 'has:error' }).click();
  await expect(page.getByRole('searchbox')).toHaveValue('lease has:error');
  await expect(page.locator('[data-row]')).toHaveCount(6);
});

test('only the last question is answered', async ({ page, fake, enter }) => {
  fillHistory(fake);
  await enter('/search');
  let answer = (): void => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/search?q=slow*', async (route) => {
    await asked;
    await route.fulfill({ json: { ...reply, hits: [] } }).catch(() => {});
  });
  await page.getByRole('searchbox').fill('slow');
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('searchbox').fill('lease');
  await page.getByRole('searchbox').press('Enter');
  await expect(page.locator('[data-row]')).toHaveCount(6);
  answer();
  await page.unrouteAll({ behavior: 'wait' });
  await expect(page.getByText('Nothing matches.')).toHaveCount(0);
  await expect(page.locator('[data-row]')).toHaveCount(6);
});
