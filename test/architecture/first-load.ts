import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of the built page, with its size as it travels. */
export interface LoadedScript {
  file: string;
  gzipBytes: number;
}

/**
 * Every script that a browser fetches before the board can be used: those `index.html` names, all that they import, and
 * the worker that follows the stream. What is imported later, on demand or while nobody waits, is not among them.
 */
export function firstLoad(webDir: string): LoadedScript[] {
  const html = read(webDir, 'index.html');
  const named = [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="\/([^"]+\.js)"/g)].map(
    ([, file = '']) => file,
  );
  const seen = new Set<string>();
  const open = [...named];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    open.push(...importsOf(webDir, file));
  }
  return [...seen].toSorted().map((file) => ({ file, gzipBytes: gzipSync(read(webDir, file)).length }));
}

/** Static imports, and the shared worker's own file, which is started at once. */
function importsOf(webDir: string, file: string): string[] {
  const code = read(webDir, file);
  const from = /(?:\bimport|\bfrom)\s*["'](\.{1,2}\/[^"']+\.js)["']/g;
  const relative = [...code.matchAll(from)].map(([, path = '']) => posix.join(dirname(file), path));
  const workers = [...code.matchAll(/["'`]\/(assets\/worker-[\w-]+\.js)["'`]/g)].map(([, path = '']) => path);
  return [...relative, ...workers].filter((path) => existsSync(join(webDir, path)));
}

function read(webDir: string, file: string): string {
  return readFileSync(join(webDir, file), 'utf8');
}
