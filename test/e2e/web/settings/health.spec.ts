import { makeSession } from '../../../helpers/make-session.ts';
import { DEMO_SOURCES, EMPTY_SOURCES } from '../demo.ts';
import { expect, test } from '../fixtures.ts';
import { FOUND, INSTALLED, serveSettings } from './demo-settings.ts';

test('the health screen says what is seen, since when, what not, and what to do', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  serveSettings(fake, { setup: INSTALLED });
  fake.setSources(DEMO_SOURCES.map((source) => ({ ...source, since: Date.now() - 2.5 * 3_600_000 })));
  fake.put(
    makeSession({
      id: 'odd',
      title: 'Benchmarks',
      problems: [{ code: 'broken_line', message: 'A line is no JSON.', place: '/x/1.jsonl byte 20', at: Date.now() }],
    }),
  );
  await enter('/health');
  await expect(page.getByRole('status').filter({ hasText: '1 thing AMC cannot see fully.' })).toBeVisible();
  const sources = page.getByRole('region', { name: 'Where it looks' }).getByRole('listitem');
  await expect(sources.first()).toContainText('zellij');
  await expect(sources.first()).toContainText('limited');
  await expect(sources.first()).toContainText('for 2 h');
  await expect(sources.first()).toContainText('Attach to it once');
  await expect(page.getByRole('region', { name: 'Agents and terminals' })).toContainText('2.1.330');
  const odd = page.getByRole('region', { name: 'What it did not understand' });
  await odd.getByText('1 problem').click();
  await expect(odd).toContainText('A line is no JSON.');
  fake.setSources(DEMO_SOURCES.filter(({ state }) => state === 'ok'));
  await expect(page.getByText('AMC sees everything it looks at.')).toBeVisible();
  expect(offences).toEqual([]);
});

test('the report holds no title, no text and no secret', async ({ page, context, fake, enter }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  serveSettings(fake, { setup: INSTALLED });
  fake.setSources([
    { name: 'claude registry', state: 'degraded', detail: 'cannot read /home/mara/.claude/sessions/1.json', at: 0 },
    {
      name: 'notifications to Team',
      state: 'degraded',
      detail: 'https://hooks.example/services/T0/secret said no, Bearer abc.def',
      at: 0,
    },
  ]);
  fake.put(makeSession({ id: 's1', title: 'SECRET TITLE', preview: 'SECRET TEXT', project: 'secretproject' }));
  await enter('/health');
  await page.getByText('2.1.330').waitFor();
  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const report = String(await page.evaluate('navigator.clipboard.readText()'));
  expect(report).toContain('degraded claude registry: cannot read /home/…/.claude/sessions/1.json');
  expect(report).toContain('claude: 2.1.330');
  expect(report).toContain('1 × claude working');
  expect(report).not.toMatch(/secret|mara|abc\.def/i);
});

test('the guide installs hooks after it has shown what that does, and ticks off what AMC sees', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  serveSettings(fake, { setup: FOUND });
  fake.setSources(EMPTY_SOURCES);
  await enter('/welcome');
  const hooks = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Install the hooks' }) });
  await expect(hooks.getByRole('heading')).toContainText('to do');
  await expect(hooks).toContainText('Installing would do exactly this');
  await expect(hooks).toContainText('/home/mara/.claude/skills/amc');
  await expect(hooks.getByText('amc hooks install')).toBeVisible();
  expect(fake.seen.filter(({ path }) => path === '/api/setup/hooks')).toEqual([]);
  await hooks.getByRole('button', { name: 'Install the hooks' }).click();
  await expect(hooks.getByRole('heading')).toContainText('done');

  const start = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Start an agent' }) });
  await expect(start).toContainText('tmux new-session claude');
  await expect(start.getByRole('heading')).toContainText('to do');
  fake.put(makeSession({ id: 'first' }));
  await expect(start.getByRole('heading')).toContainText('done');
  await start.getByRole('link', { name: 'To the board' }).click();
  await expect(page.getByText('Session first')).toBeVisible();
  expect(offences).toEqual([]);
});

test('hooks that cannot be installed say why', async ({ page, fake, enter }) => {
  serveSettings(fake, { setup: FOUND });
  fake.answers.set('changeHooks', () => ({ nonsense: 1 }));
  await enter('/health');
  await page.getByRole('button', { name: 'Install the hooks' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'It was not done' })).toBeVisible();
});
