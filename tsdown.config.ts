import { defineConfig } from 'tsdown';

/** One bundle for the command line; the server is a chunk that only `amc` itself loads. */
export default defineConfig({
  entry: { 'cli/main': 'src/cli/main.ts', 'app/index-worker': 'src/app/index-worker.ts' },
  outDir: 'dist',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  dts: false,
  clean: false,
  // A third of the start is reading the bundle.
  minify: true,
  fixedExtension: false,
  external: ['@photostructure/sqlite', 'node:sqlite'],
  noExternal: /.*/,
});
