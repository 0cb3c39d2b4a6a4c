import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import type { Session } from '../../../src/contract/session.ts';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { amc, AmcProcess } from '../../helpers/amc-process.ts';
import { Rig, type RigOptions } from '../../rig/rig.ts';

/** Real agents in real panes, a real AMC beside them, and a real page that is let in by the printed link. */
export interface World {
  rig: Rig;
  amc: AmcProcess;
  page: Page;
  /** Opens a session's own screen. */
  open: (session: Session) => Promise<void>;
}

export async function withWorld(
  { browser, mux, hooks = true }: { browser: Browser; mux: RigOptions['mux']; hooks?: boolean },
  body: (world: World) => Promise<void>,
): Promise<void> {
  await withAmc({ mux, hooks }, async (rig, running) => {
    const page = await browser.newPage();
    try {
      await letIn(page, running);
      await body({ rig, amc: running, page, open: (session) => openSession(page, running.server.url, session) });
    } finally {
      await page.close();
    }
  });
}

/** A rig and a real AMC beside it, with Claude's hooks as `amc hooks install` puts them there; no page. */
export async function withAmc(
  { mux, hooks = true }: { mux: RigOptions['mux']; hooks?: boolean },
  body: (rig: Rig, amc: AmcProcess) => Promise<void>,
): Promise<void> {
  const rig = await Rig.start({ mux });
  try {
    if (hooks) await installHooks(rig);
    const running = await AmcProcess.start(rig.env);
    try {
      await body(rig, running);
    } finally {
      await running.stop();
    }
  } finally {
    await rig.stop();
  }
}

/** A red square of 8 by 8, as a PNG. */
export const RED_SQUARE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC',
  'base64',
);

/** Follows the printed link and waits until the page is in. */
export async function letIn(page: Page, amc: AmcProcess): Promise<void> {
  await page.goto(await amc.link());
  await expect(page.getByRole('heading', { name: /No agents yet|Board/ }).first()).toBeAttached();
}

/** Claude's folder is there on every machine where Claude Code ran once. */
async function installHooks(rig: Rig): Promise<void> {
  mkdirSync(join(rig.home, '.claude'), { recursive: true });
  const { code, stdout } = await amc(rig.env, 'hooks', 'install', '--yes');
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Done.') });
}

async function openSession(page: Page, url: string, session: Session): Promise<void> {
  await page.goto(`${url}/s/${encodeURIComponent(session.key)}`);
  await expect(page.getByRole('textbox', { name: /^Prompt to/ })).toBeVisible();
}

/** The session's row on the board. */
export function rowOf(page: Page, session: Session): Locator {
  return page.locator(`[data-row="${session.key}"]`);
}

/** Types into the composer and sends, as a person does. */
export async function sendPrompt(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /^Prompt to/ });
  await composer.fill(text);
  await composer.press('Enter');
}

/** The conversation as the session's screen shows it. */
export function conversation(page: Page): Locator {
  return page.getByRole('list', { name: 'Conversation' });
}

/** The newest delivery shown on the session's screen. */
export function lastDelivery(page: Page): Locator {
  return page.locator('[data-delivery]').last();
}
