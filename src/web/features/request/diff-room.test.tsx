import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { DiffRoom } from './diff-room.tsx';
import { DiffView } from './diff-view.tsx';

const lines = (n: number, changed: readonly number[] = []): string =>
  Array.from({ length: n }, (_, at) => (changed.includes(at) ? `new ${at}\n` : `line ${at}\n`)).join('');

test.each([
  ['one line', { before: lines(1), after: lines(1, [0]) }],
  ['the middle of a file', { before: lines(40), after: lines(40, [20]) }],
  ['its begin', { before: lines(40), after: lines(40, [0, 1]) }],
  ['its end', { before: lines(40), after: lines(42) }],
  ['a new file', { before: '', after: lines(6) }],
  ['a long new file', { before: '', after: lines(200) }],
])('keeps as much room as the diff will take: %s', async (_, texts) => {
  const edit = { path: 'src/a.ts', ...texts };
  const screen = await render(
    <div style={{ width: 500 }}>
      <DiffRoom edit={edit} compact />
      <DiffView edit={edit} compact />
    </div>,
  );
  const heightOf = (selector: string) => screen.container.querySelector(selector)?.getBoundingClientRect().height ?? 0;
  expect(Math.abs(heightOf('[data-diff-room]') - heightOf('figure'))).toBeLessThanOrEqual(2);
});
