import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
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

const ZOD_OF_THE_PAGE = fileURLToPath(new URL('src/web/zod.ts', import.meta.url));

/** Whoever asks for Zod gets it as the page sets it up, whatever is loaded first. */
const zodOfThePage: Plugin = {
  name: 'zod-of-the-page',
  enforce: 'pre',
  resolveId: (id, importer) => (id === 'zod' && importer !== ZOD_OF_THE_PAGE ? ZOD_OF_THE_PAGE : null),
};

/** Sonner writes its styles into the page, which the CSP forbids; `ui/toaster.tsx` imports the same styles as a file. */
const withoutInjectedStyles: Plugin = {
  name: 'sonner-without-injected-styles',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('/sonner/dist/index.mjs') ? code.replace(/^__insertCSS\(.*\);$/m, '') : null),
};

/** What the module graph tells of a module. */
type ModuleOf = (id: string) => { importedIds: readonly string[] } | null;

const ENTRY = fileURLToPath(new URL('src/web/main.tsx', import.meta.url));
let needed: ReadonlySet<string> | null = null;

/** Every module the entry needs before it can draw: what it imports, and what that imports, but for what is lazy. */
function neededAtOnce(moduleOf: ModuleOf): ReadonlySet<string> {
  if (needed !== null) return needed;
  const found = new Set<string>();
  const open = [ENTRY];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(moduleOf(id)?.importedIds ?? []));
  }
  needed = found;
  return found;
}

/**
 * The dashboard: `src/web` → `dist/web`. Everything comes from the own origin, nothing is inlined (the server's CSP
 * forbids inline scripts and styles), and file names carry a hash, so they may be cached for ever.
 */
export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [zodOfThePage, withoutJsonSchema, withoutInjectedStyles, react(), tailwindcss()],
  worker: { format: 'es', plugins: () => [zodOfThePage, withoutJsonSchema] },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        // The first load is one chunk: many small ones that lazy screens share with it would pack worse and come later.
        codeSplitting: {
          groups: [{ name: (id, graph) => (neededAtOnce((of) => graph.getModuleInfo(of)).has(id) ? 'first' : null) }],
        },
      },
    },
  },
});
