import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of AMC's package.json, found upwards from this module: the same from the sources and from any bundle. */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** From package.json. */
export const packageVersion: string = readVersion();

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`Expected a package.json above ${from}`);
  }
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const found = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof found === 'string' ? found : '0.0.0';
}
