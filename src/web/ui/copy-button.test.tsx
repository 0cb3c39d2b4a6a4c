import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { CopyButton } from './copy-button.tsx';

test('says for a moment that it copied, and is itself again', async () => {
  const screen = await render(<CopyButton text="hello" label="Copy path" />);
  const button = screen.getByRole('button');
  await expect.element(button).toHaveTextContent('Copy path');
  await button.click();
  await expect.element(screen.getByRole('status')).toHaveTextContent(/Copied|Not copied|copied/i);
  await expect.element(button).toHaveTextContent('Copy path');
});
