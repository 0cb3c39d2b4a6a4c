import { barriers } from '../barriers.ts';
import { expect, test } from '../fixtures.ts';
import { RICH, serveSettings } from './demo-settings.ts';

test('a rule is read, changed, and told to all', async ({ page, fake, enter, offences }) => {
  const { saved } = serveSettings(fake, { settings: RICH });
  await enter('/settings');
  const rules = page.getByRole('region', { name: 'Rules' });
  await expect(rules.getByRole('listitem')).toHaveCount(4);
  await expect(rules.getByRole('listitem').nth(1)).toContainText(
    'a session needs you or a session is stuck → Browsers, Sound, Phone',
  );
  await expect(rules.getByRole('listitem').nth(1)).toContainText(
    'after 5 s · at most every 1 min · not while you look · quiet 22:30–07:00',
  );

  await rules.getByRole('button', { name: 'Edit Somebody is needed' }).click();
  const form = page.getByRole('form', { name: 'Somebody is needed' });
  await form.getByLabel('After').fill('90');
  await form.getByRole('checkbox', { name: 'Sound' }).uncheck();
  await form.getByRole('checkbox', { name: 'Team channel' }).check();
  await form.getByRole('checkbox', { name: 'Quiet hours' }).uncheck();
  await form.getByRole('checkbox', { name: 'codex' }).check();
  await form.getByLabel('Projects').fill('/home/mara/code/ledger\n\n /home/mara/code/harbor ');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  expect(saved.at(-1)?.notifications.rules[1]).toMatchObject({
    afterSeconds: 90,
    to: ['browser', 'phone', 'team'],
    quiet: null,
    agents: ['codex'],
    projects: ['/home/mara/code/ledger', '/home/mara/code/harbor'],
  });
  await expect(rules.getByRole('listitem').nth(1)).toContainText(
    'after 1 min · at most every 1 min · not while you look · only codex, ledger, harbor',
  );
  expect(offences).toEqual([]);
});

test('a change that is not taken takes nothing from the one after it', async ({ page, fake, enter }) => {
  const { saved } = serveSettings(fake, { settings: RICH });
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const posted: string[] = [];
  await page.route('**/api/settings', async (route) => {
    if (route.request().method() === 'GET') return route.continue();
    posted.push(route.request().method());
    if (posted.length > 1) return route.continue();
    await released;
    return route.abort();
  });
  await enter('/settings');
  const rules = page.getByRole('region', { name: 'Rules' });
  const needed = rules.getByRole('switch', { name: /^Somebody is needed/ });
  const turn = rules.getByRole('switch', { name: /^A long turn is done/ });
  await needed.click();
  await expect.poll(() => posted).toHaveLength(1);
  await turn.click();
  release();
  await expect.poll(() => saved.length).toBe(1);
  expect(saved[0]?.notifications.rules.map(({ enabled }) => enabled)).toEqual([true, true, false, true]);
  await expect(needed).toBeChecked();
  await expect(turn).not.toBeChecked();
});

test('rules are switched off, moved, added, removed and brought back', async ({ page, fake, enter }) => {
  const { saved } = serveSettings(fake, { settings: RICH });
  await enter('/settings');
  const rules = page.getByRole('region', { name: 'Rules' });
  await rules.getByRole('switch', { name: 'Somebody is needed: on' }).uncheck();
  await expect.poll(() => saved.at(-1)?.notifications.rules[1]?.enabled).toBe(false);
  await rules.getByRole('button', { name: 'Move Somebody is needed up' }).click();
  await expect
    .poll(() => saved.at(-1)?.notifications.rules.map(({ id }) => id))
    .toEqual(['needs-you', 'sandbox', 'done', 'trouble']);

  await rules.getByRole('button', { name: 'Add a rule' }).click();
  const form = page.getByRole('form', { name: 'New rule' });
  await form.getByLabel('Name').fill('Only Codex');
  await form.getByRole('checkbox', { name: 'a session needs you' }).uncheck();
  await expect(form.getByRole('button', { name: 'Save' })).toBeDisabled();
  await form.getByRole('checkbox', { name: 'a turn is done' }).check();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => saved.at(-1)?.notifications.rules.at(-1))
    .toMatchObject({ name: 'Only Codex', about: ['done'] });

  await rules.getByRole('button', { name: 'Edit Only Codex' }).click();
  await page.getByRole('form', { name: 'Only Codex' }).getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => saved.at(-1)?.notifications.rules).toHaveLength(4);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => saved.at(-1)?.notifications.rules.at(-1)?.name).toBe('Only Codex');
});

test('a target is tried before it is saved, and its receipt stands beside it', async ({ page, fake, enter }) => {
  const { saved } = serveSettings(fake);
  const tried: unknown[] = [];
  fake.answers.set('testTarget', ({ body }) => {
    tried.push(body);
    return { ok: false, detail: 'it answered 404: no_service' };
  });
  await enter('/settings');
  const targets = page.getByRole('region', { name: 'Targets' });
  await targets.getByRole('button', { name: 'Add a target' }).click();
  const form = page.getByRole('form', { name: 'New target' });
  await form.getByRole('radio', { name: 'ntfy' }).check();
  await expect(form.getByRole('button', { name: 'Send a test' })).toBeDisabled();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('An address begins with')).toBeVisible();
  await form.getByLabel('Name').fill('Phone');
  await form.getByLabel('Address').fill('http://ntfy.example.org/x');
  await expect(form.getByText('not encrypted')).toBeVisible();
  await form.getByLabel('Address').fill('https://ntfy.example.org/x');
  await expect(form.getByText('not encrypted')).toBeHidden();
  await form.getByLabel('Template').fill('{project}: {what}');
  await expect(form.getByText('ledger: wants to run npm publish')).toBeVisible();
  await form.getByRole('button', { name: 'Send a test' }).click();
  await expect(form.getByRole('status')).toHaveText('Did not arrive: it answered 404: no_service.');
  expect(tried).toMatchObject([
    { name: 'Phone', type: 'ntfy', url: 'https://ntfy.example.org/x', template: '{project}: {what}' },
  ]);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => saved.at(-1)?.notifications.targets).toMatchObject([{ name: 'Phone' }]);
  await expect(targets.getByRole('listitem')).toContainText('Nothing was sent since AMC started.');
  fake.setSources([{ name: 'notifications to Phone', state: 'ok', detail: 'it answered 200', at: Date.now() - 1_000 }]);
  await expect(targets.getByRole('listitem')).toContainText('ago: it answered 200');
});

test('what the server refuses is told, and nothing is pretended', async ({ page, fake, enter }) => {
  serveSettings(fake, { settings: RICH });
  await enter('/settings');
  const first = page.getByRole('switch', { name: 'The sandbox is quiet: on' });
  await first.waitFor();
  fake.answers.set('saveSettings', () => Promise.resolve({ nonsense: true }));
  await first.uncheck({ force: true }).catch(() => undefined);
  await expect(page.getByText(/^Not saved/)).toBeVisible();
  await expect(first).toBeChecked();
});

test('another window’s change appears here', async ({ page, fake, enter }) => {
  serveSettings(fake, { settings: RICH });
  await enter('/settings');
  await page.getByRole('region', { name: 'Rules' }).getByText('A long turn is done').waitFor();
  fake.publish({ type: 'settings', settings: { ...RICH, notifications: { rules: [], targets: [] } } });
  await expect(page.getByText('No rules: nobody is told anything.')).toBeVisible();
});

test('appearance is kept by this browser', async ({ page, fake, enter }) => {
  serveSettings(fake);
  await enter('/settings');
  await page.getByRole('group', { name: 'Theme' }).getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('group', { name: 'Take prompts back' }).getByRole('radio', { name: '10 s' }).check();
  await page.getByRole('group', { name: 'Language' }).getByRole('radio', { name: 'English' }).check();
  await expect(page.getByRole('group', { name: 'Language' }).getByRole('radio', { name: 'English' })).toBeChecked();
  await expect(
    page.getByRole('group', { name: 'Take prompts back' }).getByRole('radio', { name: '10 s' }),
  ).toBeChecked();
  expect(await page.evaluate('localStorage.getItem("amc.language")')).toBe('en');
});

test('saved views are renamed and removed; data is asked about once', async ({ page, fake, enter }) => {
  const { saved } = serveSettings(fake, { settings: RICH });
  await enter('/settings');
  const name = page.getByRole('textbox', { name: 'Name' }).first();
  await name.fill('Codex only');
  await name.press('Enter');
  await expect.poll(() => saved.at(-1)?.views[0]?.name).toBe('Codex only');
  await page.getByRole('button', { name: 'Remove: Ledger' }).click();
  await expect.poll(() => saved.at(-1)?.views).toHaveLength(1);

  await page.getByRole('button', { name: /Forget deleted conversations/ }).click();
  expect(fake.forgotten).toEqual([]);
  const sure = page.getByRole('group', { name: 'Forget deleted conversations' });
  await sure.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: /Forget deleted conversations/ }).click();
  await sure.getByRole('button', { name: 'Forget' }).click();
  await expect(page.getByText('1 conversation forgotten.')).toBeVisible();
  expect(fake.forgotten).toEqual([null]);
});

test('with all editors open it has no barrier that can be found by rule', async ({ page, fake, enter }) => {
  serveSettings(fake, { settings: RICH });
  await enter('/settings');
  await page.getByRole('button', { name: 'Edit Somebody is needed' }).click();
  await page.getByRole('button', { name: 'Edit Team channel' }).click();
  await page.getByRole('button', { name: /Forget deleted conversations/ }).click();
  expect(await barriers(page)).toEqual([]);
});
