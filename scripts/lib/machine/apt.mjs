import { attempt, explainFailure } from './attempt.mjs';
import { findProgram, versionOf } from './programs.mjs';
import { failed, installed, there, unavailable, working } from './report.mjs';

let listsAreFresh = false;

/**
 * A program that Debian's package of the same name brings.
 * @param {string} name
 * @param {{ programs: string[], versionArgs: string[], from?: string, instead?: string }} how to find it and ask for its
 *   version; `from`: the package, where it has another name; `instead`: what does as well where there is no such package
 */
export async function aptProgram(name, { programs, versionArgs, from = name, instead }) {
  const found = findProgram(programs);
  if (found !== undefined) return there(`${name} ${versionOf(found, versionArgs) ?? ''}`.trim());
  const obstacle = aptObstacle();
  if (obstacle !== undefined) return unavailable(name, `${obstacle}; install it by the means of your system`);
  working(name, 'installing');
  const { ok, output } = await aptInstall([from]);
  if (!ok && instead !== undefined) return unavailable(name, `apt has no such package; ${instead} does as well`);
  if (!ok) return explainFailure(name, 'apt-get could not install it', output);
  const path = findProgram(programs);
  return path === undefined ? failed(name, 'apt-get installed it, but it is not on PATH') : installed(name);
}

/** Why apt cannot be used here, or undefined. */
export function aptObstacle() {
  if (findProgram(['apt-get']) === undefined) return 'there is no apt here';
  return process.getuid?.() === 0 ? undefined : 'not root';
}

/** Installs Debian packages. */
export async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  if (!listsAreFresh) await attempt('apt-get', ['update', '--quiet'], { env });
  listsAreFresh = true;
  return attempt('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...packages], { env });
}
