import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import type { NotificationTarget } from '../../../contract/settings.ts';
import { TargetEditor } from './target-editor.tsx';

const target: NotificationTarget = { id: 't', name: '', type: 'webhook', url: '' };

test('takes no target without a name of its own and an address', async () => {
  const store = vi.fn(() => Promise.resolve(true));
  const done = vi.fn();
  const screen = await render(<TargetEditor target={target} taken={['Phone']} store={store} done={done} />);
  await screen.getByRole('textbox', { name: 'Name' }).fill('Phone');
  await screen.getByRole('textbox', { name: 'Address' }).fill('ftp://example.org');
  await screen.getByRole('button', { name: 'Save' }).click();
  expect(store).not.toHaveBeenCalled();
  await expect.element(screen.getByText('It needs a name that no other target has.')).toBeVisible();
  await screen.getByRole('textbox', { name: 'Name' }).fill(' Mine ');
  await screen.getByRole('textbox', { name: 'Address' }).fill(' https://example.org/a ');
  await screen.getByRole('button', { name: 'Save' }).click();
  expect(store).toHaveBeenCalledExactlyOnceWith({
    id: 't',
    name: 'Mine',
    type: 'webhook',
    url: 'https://example.org/a',
  });
  await expect.poll(() => done.mock.calls.length).toBe(1);
});

test('stays open with what was typed when it was not saved, and drops a token that Slack has no use for', async () => {
  const store = vi.fn(() => Promise.resolve(false));
  const done = vi.fn();
  const given = { ...target, name: 'Mine', url: 'https://example.org', token: 'abc' };
  const screen = await render(<TargetEditor target={given} taken={[]} store={store} done={done} />);
  await screen.getByRole('radio', { name: 'Slack-compatible' }).click({ force: true });
  await screen.getByRole('button', { name: 'Save' }).click();
  expect(store).toHaveBeenCalledExactlyOnceWith({ id: 't', name: 'Mine', type: 'slack', url: 'https://example.org' });
  expect(done).not.toHaveBeenCalled();
  await expect.element(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('Mine');
});

test.each([
  ['http://ntfy.example.org/x', true],
  ['http://127.0.0.1:8080/x', false],
  ['https://ntfy.example.org/x', false],
])('says of %s whether others can read it: %s', async (url, open) => {
  const screen = await render(
    <TargetEditor target={{ ...target, url }} taken={[]} store={() => Promise.resolve(true)} done={() => {}} />,
  );
  await expect.element(screen.getByRole('textbox', { name: 'Address' })).toBeVisible();
  expect(screen.getByText(/not encrypted/).query() !== null).toBe(open);
});
