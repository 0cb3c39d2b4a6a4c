import type { Page } from '@playwright/test';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import { limited, offered } from '../demo-control.ts';
import { expect, test } from '../fixtures.ts';
import { field } from './completing.ts';

/** A real picture, so that its thumbnail is drawn. */
const RED_PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC';

interface Held {
  files: { name: string; type: string; base64: string }[];
}

const BYTES = 'const bytesOf = (base64) => Uint8Array.from(atob(base64), (char) => char.codePointAt(0));';

/** Files held over or let go on what a selector names, as Chromium tells it. */
async function hold(page: Page, selector: string, event: 'dragover' | 'drop', { files }: Held): Promise<void> {
  const dataTransfer = await page.evaluateHandle(`(() => {
    ${BYTES}
    const transfer = new DataTransfer();
    for (const { name, type, base64 } of ${JSON.stringify(files)})
      transfer.items.add(new File([bytesOf(base64)], name, { type }));
    return transfer;
  })()`);
  await page.dispatchEvent(selector, event, { dataTransfer });
}

/** The picture on the clipboard, maybe with a text beside it, and the keys that paste it. */
async function paste(page: Page, { text }: { text?: string } = {}): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(`(async () => {
    ${BYTES}
    const parts = { 'image/png': new Blob([bytesOf('${RED_PNG}')], { type: 'image/png' }) };
    const text = ${JSON.stringify(text ?? null)};
    if (text !== null) parts['text/plain'] = new Blob([text], { type: 'text/plain' });
    await navigator.clipboard.write([new ClipboardItem(parts)]);
  })()`);
  await page.keyboard.press('Control+V');
}

const picture: Held = { files: [{ name: 'drawing.png', type: 'image/png', base64: RED_PNG }] };
const attached = (page: Page) => page.getByRole('list', { name: 'Attached' });

test('a pasted picture goes up, is shown small, and goes with the prompt', async ({ page, fake, enter, offences }) => {
  fake.put(offered);
  await enter(sessionPath(offered.key));
  await field(page).fill('What is this?');
  await paste(page);
  await expect(page.locator('[data-attached=ready]')).toHaveCount(1);
  const thumbnail = attached(page).locator('img');
  await expect(thumbnail).toBeVisible();
  expect(await thumbnail.evaluate(({ naturalWidth }: { naturalWidth: number }) => naturalWidth)).toBe(8);
  await field(page).press('Enter');
  await expect(page.locator('[data-delivery=queued]')).toBeVisible();
  expect(fake.uploads).toEqual([{ name: 'image.png', bytes: expect.any(Number) }]);
  expect(fake.commands[0]?.action).toEqual({
    type: 'prompt',
    text: 'What is this?',
    attachments: [{ path: '/data/attachments/1-image.png' }],
  });
  expect(offences).toEqual([]);
});

test('files dropped anywhere on the page are taken, and the browser stays', async ({ page, fake, enter }) => {
  fake.put(offered);
  await enter(sessionPath(offered.key));
  await field(page).waitFor();
  const two: Held = { files: [...picture.files, { name: 'notes.txt', type: 'text/plain', base64: 'aGVsbG8=' }] };
  await hold(page, 'main', 'dragover', two);
  await expect(page.getByText('Drop the files here to send them with the prompt')).toBeVisible();
  await hold(page, 'main', 'drop', two);
  await expect(page.locator('[data-attached=ready]')).toHaveCount(2);
  await expect(page.getByText('Drop the files here')).toHaveCount(0);
  expect(fake.uploads.map(({ name }) => name)).toEqual(['drawing.png', 'notes.txt']);
});

test('where none can go it says why; a copied table is pasted as its text', async ({ page, fake, enter }) => {
  fake.put(limited);
  await enter(sessionPath(limited.key));
  await field(page).waitFor();
  await hold(page, 'main', 'drop', picture);
  await expect(page.getByText('No files can go with it: It works now')).toBeVisible();
  expect(fake.uploads).toEqual([]);
  await field(page).focus();
  await paste(page, { text: 'a\tb' });
  await expect(field(page)).toHaveValue('a\tb');
  await expect(page.locator('[data-attached]')).toHaveCount(0);
});

test('a long text can have all the height, and gives it back', async ({ page, fake, enter }) => {
  fake.put(offered);
  await enter(sessionPath(offered.key));
  await field(page).fill('one line');
  await expect(page.getByRole('button', { name: 'Write at full height' })).toHaveCount(0);
  await field(page).fill(Array.from({ length: 80 }, (_, n) => `line ${n}`).join('\n'));
  const low = (await field(page).boundingBox())?.height ?? 0;
  expect(low).toBeLessThanOrEqual(900 * 0.4 + 1);
  await page.getByRole('button', { name: 'Write at full height' }).click();
  await expect.poll(async () => (await field(page).boundingBox())?.height ?? 0).toBeGreaterThan(600);
  await page.getByRole('button', { name: 'Write at normal height' }).click();
  await expect.poll(async () => (await field(page).boundingBox())?.height ?? 0).toBe(low);
  await field(page).press('Control+Enter');
  await expect(field(page)).not.toHaveValue('');
});
