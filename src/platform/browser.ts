import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Env } from './paths.ts';

export interface OpenLinkOptions {
  url: string;
  /** A private folder for the redirecting page. */
  dir: string;
  env: Env;
}

/** How long the redirecting page stays, ms: as long as its code is good. */
const PAGE_LIFE_MS = 60_000;
const PAGE_NAME = /^open-[\da-f]{12}\.html$/;

/**
 * Opens a link without showing it to other users: command lines are public, so the browser is given a 0600 page that
 * leads there. False when this machine has no browser to open.
 */
export async function openLink({ url, dir, env }: OpenLinkOptions): Promise<boolean> {
  const opener = openerFor(env);
  if (opener === null) return false;
  await removeOldPages(dir);
  const page = join(dir, `open-${randomBytes(6).toString('hex')}.html`);
  await writeFile(page, redirectPage(url), { mode: 0o600, flag: 'wx' });
  setTimeout(() => void rm(page, { force: true }), PAGE_LIFE_MS).unref();
  const { execa } = await import('execa');
  const { failed } = await execa(opener, [pathToFileURL(page).href], {
    reject: false,
    timeout: 5_000,
    stdio: 'ignore',
  });
  if (failed) await rm(page, { force: true });
  return !failed;
}

/** `amc open` ends before its page has had its time: the next one removes it. */
async function removeOldPages(dir: string): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  for (const name of names.filter((each) => PAGE_NAME.test(each))) {
    const page = join(dir, name);
    const written = await stat(page).catch(() => null);
    if (written !== null && Date.now() - written.mtimeMs > PAGE_LIFE_MS) await rm(page, { force: true });
  }
}

function openerFor(env: Env): string | null {
  if (process.platform === 'darwin') return 'open';
  const hasScreen = env.DISPLAY !== undefined || env.WAYLAND_DISPLAY !== undefined;
  return hasScreen && env.CI === undefined ? 'xdg-open' : null;
}

function redirectPage(url: string): string {
  const target = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<!doctype html><meta charset="utf-8"><title>AMC</title><meta http-equiv="refresh" content="0;url=${target}">\n`;
}
