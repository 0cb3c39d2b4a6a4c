import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

/**
 * A fingerprint of files and folders by name, size and modification time: cheap enough for every start.
 * @param {readonly string[]} paths relative to the repository
 */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) visit(path, hash);
  return hash.digest('hex');
}

/** @param {string} stamp relative path of the stamp file */
export function isFresh(stamp, print) {
  const file = join(root, stamp);
  return existsSync(file) && readFileSync(file, 'utf8') === print;
}

export function markFresh(stamp, print) {
  const file = join(root, stamp);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, print);
}

function visit(path, hash) {
  const full = join(root, path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(full).sort()) visit(join(path, name), hash);
}
