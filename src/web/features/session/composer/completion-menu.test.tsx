import { useRef, useState } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { userEvent } from 'vitest/browser';
import type { CompletionReply } from '../../../../contract/completion.ts';
import { SessionKey } from '../../../../contract/session.ts';
import { CompletionMenu, type MenuKeys } from './completion-menu.tsx';
import type { TypedToken } from './typed-token.ts';

const realFetch = globalThis.fetch;
let answers: Promise<Response>;
let count = 0;
let key = SessionKey.parse('claude:menu');

const replying = (reply: Partial<CompletionReply>) => {
  answers = Promise.resolve(Response.json({ triggers: ['/', '$', '@'], items: [], more: false, ...reply }));
};

beforeEach(() => {
  // What is looked up is kept for some seconds by session.
  key = SessionKey.parse(`claude:menu-${(count += 1)}`);
  globalThis.fetch = () => answers.then((response) => response.clone());
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** A field with the menu over it, as the composer has it. */
function Field({ token, chosen, closed }: { token: TypedToken; chosen: (insert: string) => void; closed: () => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const keys = useRef<MenuKeys>(null);
  const [active, setActive] = useState<string | null>(null);
  const [open, setOpen] = useState(true);
  const close = () => {
    setOpen(false);
    closed();
  };
  return (
    <div style={{ paddingTop: 400 }}>
      <textarea
        ref={field}
        aria-label="field"
        defaultValue={`${token.trigger}${token.text}`}
        aria-activedescendant={active ?? undefined}
        onKeyDown={(event) => keys.current?.(event)}
      />
      {open ? (
        <CompletionMenu
          sessionKey={key}
          token={token}
          field={field}
          keys={keys}
          choose={chosen}
          close={close}
          activated={setActive}
          heard={() => undefined}
        />
      ) : null}
    </div>
  );
}

async function shown(trigger: TypedToken['trigger'], text = '') {
  const chosen: string[] = [];
  const token = { trigger, start: 0, end: text.length + 1, text };
  const screen = await render(
    <Field token={token} chosen={(insert) => chosen.push(insert)} closed={() => undefined} />,
  );
  return { screen, chosen };
}

test('is not there for a moment, then says that it looks', async () => {
  answers = new Promise(() => undefined);
  const { screen } = await shown('@', 'a');
  await expect.element(screen.getByText('Looking…')).toBeVisible();
});

test('says that nothing fits, of skills and of files', async () => {
  replying({});
  await expect.element((await shown('$')).screen.getByText('No matching skills')).toBeVisible();
  await expect.element((await shown('@')).screen.getByText('No matching files')).toBeVisible();
});

test('says why it could not look', async () => {
  answers = Promise.reject(new Error('no network'));
  answers.catch(() => undefined);
  const { screen } = await shown('/');
  await expect.element(screen.getByText(/^Could not look: /)).toBeVisible();
});

test('lists what fits, says that there is more, and names the one that Enter takes', async () => {
  replying({
    items: [
      { insert: '@src/a.ts', label: 'a.ts', detail: 'src/' },
      { insert: '@src/b\u202e.ts', label: 'b\u202e.ts', detail: 'src/' },
    ],
    more: true,
  });
  const { screen, chosen } = await shown('@');
  await expect.element(screen.getByRole('listbox', { name: 'Files of the project' })).toBeVisible();
  await expect.element(screen.getByText('There are more: type on.')).toBeVisible();
  await expect.element(screen.getByRole('option').nth(1)).toHaveTextContent('bU+202E.tssrc/');
  const field = screen.getByRole('textbox');
  await field.click();
  await userEvent.keyboard('{ArrowDown}');
  const option = screen.getByRole('option', { selected: true });
  await expect.element(option).toHaveTextContent('bU+202E.tssrc/');
  await expect.element(field).toHaveAttribute('aria-activedescendant', option.element().id);
  await userEvent.keyboard('{Enter}');
  expect(chosen).toEqual(['@src/b\u202e.ts']);
});

test('goes with Escape', async () => {
  replying({ items: [{ insert: '/a', label: '/a' }] });
  const { screen } = await shown('/');
  await expect.element(screen.getByRole('listbox')).toBeVisible();
  await screen.getByRole('textbox').click();
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByRole('listbox')).not.toBeInTheDocument();
});
