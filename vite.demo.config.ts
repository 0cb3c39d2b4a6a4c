import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig, type Plugin } from 'vite';
import page from './vite.config.ts';

const PLACE = fileURLToPath(new URL('src/web/demo/hash-place.ts', import.meta.url));
const OWN = /\/src\/web\/(?!demo\/).*\.tsx?$|\/wouter\/src\/use-browser-location\.js$/;
const USES_LOCATION = /(?<![\w.$'"])location(?=[.)])/;

/** Everything of the page that asks where it is asks the part of the address behind `#`. */
const placeBehindHash: Plugin = {
  name: 'place-behind-hash',
  enforce: 'pre',
  transform: (code, id) =>
    OWN.test(id) && USES_LOCATION.test(code)
      ? { code: `import { hashPlace as location } from ${JSON.stringify(PLACE)};\n${code}`, map: null }
      : null,
};

/** So do links that are opened in another tab. */
const linksBehindHash: Plugin = {
  name: 'links-behind-hash',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/wouter/src/index.js')) return null;
    const changed = code.replace('hrefs: (x) => x,', "hrefs: (x) => '#' + x,");
    if (changed === code) this.error('wouter makes its links in another way now: see vite.demo.config.ts');
    return { code: changed, map: null };
  },
};

const demoEntry: Plugin = {
  name: 'demo-entry',
  transformIndexHtml: { order: 'pre', handler: (html) => html.replace('./begin.ts', './demo/demo-main.ts') },
};

/** The page with the demo in it, as static files for any folder of any host: `src/web` → `dist/demo`. */
export default defineConfig(
  mergeConfig(page, {
    base: './',
    plugins: [placeBehindHash, linksBehindHash, demoEntry],
    build: { outDir: '../../dist/demo' },
  }),
);
