import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, isFresh, markFresh } from './freshness.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';

const INSTALL_STAMP = 'node_modules/.amc-installed';
const BUILD_STAMP = 'dist/.amc-built';
const BUILD_INPUTS = ['src', 'hook', 'package-lock.json', 'tsdown.config.ts', 'vite.config.ts', 'scripts/build.mjs'];

/** A package from the registry has no sources: it is installed and built. */
export const isCheckout = existsSync(join(root, 'src'));

/** Installs the dependencies when the lock file changed or nothing is installed yet. */
export async function ensureInstalled() {
  if (!isCheckout) return;
  const print = fingerprint(['package-lock.json']);
  if (isFresh(INSTALL_STAMP, print)) return;
  // `npm ci` empties the folder first, and a link leads into somebody else's.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() === true)
    fail('node_modules is a link to another folder, which an install would empty.', 'Remove the link, then try again.');
  console.log('amc: installing dependencies …');
  const code = await run('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error']);
  if (code !== 0)
    fail('The dependencies could not be installed.', 'Check the network and the messages above, then try again.');
  markFresh(INSTALL_STAMP, print);
}

/** Builds when a source is newer than what is built. */
export async function ensureBuilt() {
  if (!isCheckout) return;
  const print = fingerprint(BUILD_INPUTS);
  if (isFresh(BUILD_STAMP, print)) return;
  console.log('amc: building …');
  const code = await run(process.execPath, ['scripts/build.mjs'], { quiet: true });
  if (code !== 0) fail('The build failed.', 'The messages above say where.');
  markFresh(BUILD_STAMP, print);
}

function fail(what, next) {
  console.error(`amc: ${what} ${next}`);
  process.exit(1);
}
