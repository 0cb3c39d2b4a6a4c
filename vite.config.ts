import { readFile } from 'node:fs/promises';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const JSON_SCHEMA = /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors|json-schema-generator)\.js$/;

/** Zod can write JSON Schema. The page never does, and the code for it is a part of the first load that is felt. */
const withoutJsonSchema: Plugin = {
  name: 'zod-without-json-schema',
  enforce: 'pre',
  async load(id) {
    if (!JSON_SCHEMA.test(id)) return null;
    const source = await readFile(id, 'utf8');
    const names = [...source.matchAll(/^export (?:const|function|class) (\w+)/gm)].map(([, name]) => name);
    const renamed = [...source.matchAll(/^export \{ \w+ as (\w+) \};/gm)].map(([, name]) => name);
    const stubs = [...names, ...renamed].map((name) => `absent as ${name}`).join(', ');
    return `function absent() { throw new Error('The page is built without JSON Schema'); }\nexport { ${stubs} };`;
  },
};

/**
 * The dashboard: `src/web` → `dist/web`. Everything comes from the own origin, nothing is inlined (the server's CSP
 * forbids inline scripts and styles), and file names carry a hash, so they may be cached for ever.
 */
export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [withoutJsonSchema, react(), tailwindcss()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        // Zod and its configuration are one chunk, so that it is configured before any other makes a schema.
        codeSplitting: { groups: [{ name: 'zod', test: /\/node_modules\/zod\/|\/src\/web\/zod-config\.ts$/ }] },
      },
    },
  },
});
