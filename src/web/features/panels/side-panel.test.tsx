import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { useState, type ReactNode } from 'react';
import { panelOfSearch, withPanel } from './use-panel.ts';
import { SidePanel } from './side-panel.tsx';

const PANELS = ['One', 'Two'].map((label) => ({
  id: label.toLowerCase(),
  key: null,
  label: () => label,
  load: () => Promise.reject(new Error('not here')),
}));

function Frame(): ReactNode {
  const [id, setId] = useState<string | null>(null);
  const panel = PANELS.find((one) => one.id === id);
  return (
    <header style={{ position: 'relative', height: 40 }}>
      <button type="button" onClick={() => setId('one')}>
        Open
      </button>
      {panel === undefined ? null : (
        <SidePanel panels={PANELS} panel={panel} choose={setId} close={() => setId(null)}>
          <p>Body of {panel.id}</p>
          <input aria-label="Field" />
        </SidePanel>
      )}
    </header>
  );
}

test('takes the focus, changes by its tabs, and gives the focus back when Esc closes it', async () => {
  const screen = await render(<Frame />);
  await screen.getByRole('button', { name: 'Open' }).click();
  await expect.element(screen.getByRole('tab', { name: 'One' })).toHaveFocus();
  await screen.getByRole('tab', { name: 'Two' }).click();
  await expect.element(screen.getByRole('complementary', { name: 'Two' })).toBeVisible();
  await expect.element(screen.getByText('Body of two')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByText('Body of two')).not.toBeInTheDocument();
  await expect.element(screen.getByRole('button', { name: 'Open' })).toHaveFocus();
});

test('leaves Esc to a field that is typed into', async () => {
  const screen = await render(<Frame />);
  await screen.getByRole('button', { name: 'Open' }).click();
  await screen.getByRole('textbox', { name: 'Field' }).click();
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByText('Body of one')).toBeVisible();
});

test('is a sheet over everything on a phone', async () => {
  await page.viewport(390, 700);
  const screen = await render(<Frame />);
  await screen.getByRole('button', { name: 'Open' }).click();
  const sheet = screen.getByRole('dialog', { name: 'One' });
  await expect.element(sheet).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(sheet).not.toBeInTheDocument();
  await page.viewport(900, 700);
});

test('its place in an address is one part of it', () => {
  expect(withPanel('/s/a?at=3', 'files')).toBe('/s/a?at=3&panel=files');
  expect(withPanel('/s/a?panel=files&at=3', null)).toBe('/s/a?at=3');
  expect(withPanel('/s/a?panel=files', null)).toBe('/s/a');
  expect(panelOfSearch('at=3&panel=usage')).toBe('usage');
});
