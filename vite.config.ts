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

const BEGIN = fileURLToPath(new URL('src/web/begin.ts', import.meta.url));
const MAIN = fileURLToPath(new URL('src/web/main.tsx', import.meta.url));
const needed = new Map<string, ReadonlySet<string>>();

/** Every module an entry needs before it can run: what it imports, and what that imports, but for what is lazy. */
function neededBy(entry: string, moduleOf: ModuleOf): ReadonlySet<string> {
  const known = needed.get(entry);
  if (known !== undefined) return known;
  const found = new Set<string>();
  const open = [entry];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(moduleOf(id)?.importedIds ?? []));
  }
  needed.set(entry, found);
  return found;
}

function chunkOfFirstLoad(id: string, moduleOf: ModuleOf): string | null {
  if (neededBy(BEGIN, moduleOf).has(id)) return 'begin';
  return neededBy(MAIN, moduleOf).has(id) ? 'first' : null;
}

/** Its own chunk, and the one that stands before it where it has parts that others use. */
function holdsPage(chunk: { facadeModuleId: string | null; moduleIds: readonly string[] }): boolean {
  return chunk.facadeModuleId === MAIN || chunk.moduleIds.includes(MAIN);
}

let baseUrl = '/';
/** The page itself is fetched together with what begins it, not after. */
const preloadedPage: Plugin = {
  name: 'preloaded-page',
  configResolved: ({ base }) => void (baseUrl = base),
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) => {
      const holders = Object.values(bundle).filter((one) => one.type === 'chunk' && holdsPage(one));
      const files = holders.flatMap((one) => (one.type === 'chunk' ? [one.fileName, ...one.imports] : []));
      return [...new Set(files)]
        .filter((fileName) => !html.includes(fileName))
        .map((fileName) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: baseUrl + fileName },
          injectTo: 'head',
        }));
    },
  },
};

/**
 * The dashboard: `src/web` → `dist/web`. Everything comes from the own origin, nothing is inlined (the server's CSP
 * forbids inline scripts and styles), and file names carry a hash, so they may be cached for ever.
 */
export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [zodOfThePage, withoutJsonSchema, withoutInjectedStyles, react(), tailwindcss(), preloadedPage],
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
        // The first load is two chunks, what begins it and the page: many small ones that lazy screens share with it would
        // pack worse and come later.
        codeSplitting: {
          groups: [{ name: (id, graph) => chunkOfFirstLoad(id, (of) => graph.getModuleInfo(of)) }],
        },
      },
    },
  },
});
