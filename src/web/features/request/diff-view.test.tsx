import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { DiffView } from './diff-view.tsx';

const EDIT = {
  path: 'src/a.ts',
  before: 'one\nlet a = count(x);\nthree\n',
  after: 'one\nlet a = total(x);\nthree\nfour\n',
};

function Room({ width, compact = false, edit = EDIT }: { width: number; compact?: boolean; edit?: object }) {
  return (
    <div style={{ width }}>
      <DiffView edit={{ ...EDIT, ...edit }} compact={compact} />
    </div>
  );
}

test('marks the words that differ, and says aloud what comes and goes', async () => {
  const screen = await render(<Room width={400} />);
  const figure = screen.getByRole('figure', { name: 'Change to src/a.ts' });
  const marks = [...figure.element().querySelectorAll('mark')].map((mark) => mark.textContent);
  expect(marks).toEqual(['count', 'total']);
  await expect.element(figure).toHaveTextContent('removed:let a = count(x);');
});

test('is side by side only where there is room, and where somebody said so', async () => {
  localStorage.removeItem('amc.diff');
  const screen = await render(<Room width={700} />);
  const button = screen.getByRole('button', { name: 'Before and after side by side' });
  await expect.element(button).toHaveAttribute('aria-pressed', 'false');
  await button.click();
  await expect.element(screen.getByRole('table')).toBeVisible();
  await expect.element(button).toHaveAttribute('aria-pressed', 'true');
  await screen.rerender(<Room width={400} />);
  await expect.element(screen.getByRole('table')).not.toBeInTheDocument();
  await screen.rerender(<Room width={700} compact />);
  await expect.element(screen.getByRole('table')).not.toBeInTheDocument();
  localStorage.removeItem('amc.diff');
});

test('says what it cannot show', async () => {
  const screen = await render(<Room width={700} edit={{ before: '', after: 'x'.repeat(1_000_001) }} />);
  await expect.element(screen.getByText(/Too large to compare here/)).toBeVisible();
  await screen.rerender(<Room width={700} edit={{ before: 'same', after: 'same' }} />);
  await expect.element(screen.getByText('No line differs.')).toBeVisible();
  await screen.rerender(<Room width={700} edit={{ before: undefined, after: undefined }} />);
  await expect.element(screen.getByText('What was in it is not on record.')).toBeVisible();
});
