import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The machine's own browser: nothing is downloaded. */
export const CHROMIUM = process.env['CHROMIUM'] ?? onPath('chromium') ?? '/usr/bin/chromium';

/** The same without the parts of a window, where the machine has it: half of the work. It shows no notices. */
export const HEADLESS = process.env['CHROMIUM'] ?? onPath('chromium-headless-shell') ?? CHROMIUM;

/** What keeps it from talking to anybody. */
export const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
