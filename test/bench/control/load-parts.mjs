import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'tsdown';

/** Bundles `parts.ts` and loads it. */
export async function loadParts() {
  const dir = mkdtempSync(join(tmpdir(), 'amc-bench-parts-'));
  try {
    await build({
      entry: { parts: fileURLToPath(new URL('parts.ts', import.meta.url)) },
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
    return await import(pathToFileURL(join(dir, 'parts.mjs')).href);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
