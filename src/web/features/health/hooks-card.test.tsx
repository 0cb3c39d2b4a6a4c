import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import type { Setup } from '../../../contract/setup.ts';
import { HooksCard } from './hooks-card.tsx';

const hooks = (parts: Partial<Setup['hooks']> = {}): Setup['hooks'] => ({
  state: 'absent',
  detail: 'They are not installed in `/home/m/.claude`.',
  lastEventAt: null,
  command: 'amc hooks install',
  steps: [{ what: 'Make this folder, with amc-hook.sh', path: '/home/m/.claude/skills/amc' }],
  ...parts,
});

test('shows each step before the button that does them, and says why nothing was done', async () => {
  const change = vi.fn(() => Promise.resolve('Something lies there.'));
  const screen = await render(<HooksCard hooks={hooks()} change={change} />);
  await expect.element(screen.getByRole('status').first()).toHaveTextContent('not installed');
  await expect.element(screen.getByRole('listitem')).toHaveTextContent('amc-hook.sh/home/m/.claude/skills/amc');
  await expect.element(screen.getByText('amc hooks install')).toBeVisible();
  expect(change).not.toHaveBeenCalled();
  await screen.getByRole('button', { name: 'Install the hooks' }).click();
  expect(change).toHaveBeenCalledExactlyOnceWith('install');
  await expect.element(screen.getByRole('alert')).toHaveTextContent('It was not done: Something lies there.');
});

test('folds what removing would do away, and removes only from there', async () => {
  const change = vi.fn(() => Promise.resolve(null));
  const installed = hooks({ state: 'installed', lastEventAt: Date.now(), command: 'amc hooks uninstall' });
  const screen = await render(<HooksCard hooks={installed} change={change} />);
  await expect.element(screen.getByText(/Last event/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Remove the hooks' }).query()).toBeNull();
  await screen.getByText('Show what removing would do').click();
  await screen.getByRole('button', { name: 'Remove the hooks' }).click();
  expect(change).toHaveBeenCalledExactlyOnceWith('uninstall');
});

test.each([
  ['outdated', 'from another version', 'Renew the hooks'],
  ['disabled', 'switched off', null],
  ['unknown', 'not known', 'Install the hooks'],
] as const)('says that they are %s', async (state, words, button) => {
  const screen = await render(<HooksCard hooks={hooks({ state })} change={() => Promise.resolve(null)} />);
  await expect.element(screen.getByRole('status').first()).toHaveTextContent(words);
  if (button !== null) await expect.element(screen.getByRole('button', { name: button })).toBeVisible();
});

test('offers nothing where there is nothing to do', async () => {
  const screen = await render(<HooksCard hooks={hooks({ steps: [] })} change={() => Promise.resolve(null)} />);
  await expect.element(screen.getByRole('status').first()).toBeVisible();
  expect(screen.getByRole('button').query()).toBeNull();
});
