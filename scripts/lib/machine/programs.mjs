import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where a program is on PATH, or undefined. */
export function findProgram(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = names.flatMap((name) =>
    name.includes('/') ? [name] : folders.map((folder) => join(folder, name)),
  );
  return candidates.find(isExecutable);
}

/** What a program says its version is; undefined when it does not start. */
export function versionOf(path, versionArgs) {
  // A throw-away HOME: some programs write to it even when only asked for their version.
  const env = { ...process.env, HOME: tmpdir() };
  const { status, stdout } = spawnSync(path, versionArgs, { env, encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? /\d[\w.-]*/.exec(stdout)?.[0] : undefined;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
