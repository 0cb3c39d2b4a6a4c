import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { aptInstall, aptObstacle } from './apt.mjs';
import { attempt, explainFailure } from './attempt.mjs';
import { findProgram, versionOf } from './programs.mjs';
import { installed, there, unavailable, working } from './report.mjs';

const VERSION = '0.45.0';
const ITEM = `zellij ${VERSION}`;
const BUILD_PACKAGES = [
  'build-essential',
  'pkg-config',
  'perl',
  'cmake',
  'libssl-dev',
  'libcurl4-openssl-dev',
  'zlib1g-dev',
];

/** Half the time of a release build; the program is only as fast as tests need it. */
const FAST_BUILD = {
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
};

/** Zellij, built from the Rust registry into the user's cache: distributions do not carry this version. */
export async function zellij() {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'amc-rig', `zellij-${VERSION}`);
  const program = join(folder, 'bin', 'zellij');
  if (findProgram([program]) !== undefined && versionOf(program, ['--version']) === VERSION) return there(ITEM);
  const cargo = findProgram(['cargo', join(homedir(), '.cargo', 'bin', 'cargo')]);
  if (cargo === undefined) return unavailable(ITEM, 'there is no cargo (Rust 1.95 or newer) to build it with');
  await buildTools();
  working(ITEM, 'building, 10–20 minutes, once');
  mkdirSync(folder, { recursive: true });
  const args = ['install', '--locked', 'zellij', '--version', VERSION, '--no-default-features', '--root', folder];
  const { ok, output } = await attempt(cargo, args, { env: FAST_BUILD });
  if (!ok) return explainFailure(ITEM, 'cargo could not build it', output);
  return installed(ITEM);
}

/** A C compiler and a few libraries. Without apt they may be there all the same: cargo will tell. */
async function buildTools() {
  if (
    findProgram(['cc']) !== undefined &&
    findProgram(['pkg-config']) !== undefined &&
    findProgram(['cmake']) !== undefined
  )
    return;
  if (aptObstacle() !== undefined) return;
  working('build tools', 'installing');
  await aptInstall(BUILD_PACKAGES);
}
