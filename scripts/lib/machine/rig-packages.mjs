import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFresh, markFresh } from '../freshness.mjs';
import { root } from '../paths.mjs';
import { attempt, explainFailure } from './attempt.mjs';
import { installed, there, working } from './report.mjs';

const LOCK = 'test/rig/package-lock.json';
const STAMP = 'test/rig/node_modules/.amc-installed';

/** The agents and the mock model of test/rig, as its lock file names them. */
export async function rigPackages() {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'test/rig/package.json'), 'utf8'));
  const item = Object.entries(dependencies)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  const lock = readFileSync(join(root, LOCK), 'utf8');
  if (isFresh(STAMP, lock)) return there(item);
  working(item, 'downloading, about 800 MB, once');
  // No install scripts: the rig uses the native programs that the packages carry.
  const args = ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  const { ok, output } = await attempt('npm', args, { cwd: join(root, 'test/rig') });
  if (!ok) return explainFailure(item, 'npm could not install them', output);
  markFresh(STAMP, lock);
  return installed(item);
}
