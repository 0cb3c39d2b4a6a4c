import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'tsdown';

/** Bundles a file of parts in TypeScript and loads it; by default `parts.ts` beside this one. */
export async function loadParts(entry = new URL('parts.ts', import.meta.url)) {
  const dir = mkdtempSync(join(tmpdir(), 'amc-bench-parts-'));
  // Some parts are loaded only when they are needed.
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  await build({
    entry: { parts: fileURLToPath(entry) },
    outDir: dir,
    config: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    dts: false,
    clean: false,
    logLevel: 'silent',
    noExternal: /.*/,
  });
  return import(pathToFileURL(join(dir, 'parts.mjs')).href);
}
