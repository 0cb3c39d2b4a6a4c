import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { CodeBlock } from './code-block.tsx';

/** The grammars are fetched first. */
const SOON = { timeout: 30_000 };
const looks = (root: Element, look: string): (string | null)[] =>
  [...root.querySelectorAll(`[data-look=${look}]`)].map((run) => run.textContent);

test('is coloured by its language, and stays the text it was', async () => {
  const text = '// why\nconst limit: number = 1_000;\nreturn `${limit}`;\n';
  const screen = await render(<CodeBlock text={text} info="ts" />);
  expect(screen.container.querySelector('code')?.textContent).toBe(text);
  await expect.poll(() => looks(screen.container, 'keyword'), SOON).toContain('const');
  expect(looks(screen.container, 'comment')).toEqual(['// why']);
  expect(looks(screen.container, 'number')).toContain('1_000');
  expect(screen.container.querySelector('code')?.textContent).toBe(text);
});

test('what is long is coloured piece by piece, whole', async () => {
  const text = Array.from({ length: 1_500 }, (_, line) => `const line${line} = "${line}"; // ${line}\n`).join('\n');
  const screen = await render(<CodeBlock text={text} info="typescript" />);
  await expect.poll(() => looks(screen.container, 'comment').length, SOON).toBe(1_500);
  expect(screen.container.querySelector('code')?.textContent).toBe(text);
});

test('what has no language, or one nobody knows, is text; so is HTML', async () => {
  const html = '<img src=x onerror=alert(1)>';
  for (const info of [undefined, 'nosuch', 'text', 'html']) {
    const screen = await render(<CodeBlock text={html} info={info} />);
    expect(screen.container.querySelector('code')?.textContent).toBe(html);
    expect(screen.container.querySelector('img')).toBeNull();
    await screen.unmount();
  }
});

test('new text is not shown in the colours of the old one', async () => {
  const screen = await render(<CodeBlock text="const a = 1;" info="ts" />);
  await expect.poll(() => looks(screen.container, 'keyword'), SOON).toEqual(['const']);
  await screen.rerender(<CodeBlock text="let b = 2;" info="ts" />);
  expect(screen.container.querySelector('code')?.textContent).toBe('let b = 2;');
  await expect.poll(() => looks(screen.container, 'keyword'), SOON).toEqual(['let']);
});
