/**
 * Who may import whom: the table of docs/architecture.md, as data. `npm` names the packages a layer may use beyond
 * `node:`; `*` means any.
 */
export interface Layer {
  may: readonly string[];
  node: boolean;
  npm: readonly string[];
}

export const layers: Readonly<Record<string, Layer>> = {
  lib: { may: [], node: false, npm: [] },
  contract: { may: ['lib'], node: false, npm: ['zod'] },
  core: { may: ['contract', 'lib'], node: false, npm: [] },
  ports: { may: ['contract', 'core', 'lib'], node: false, npm: [] },
  platform: { may: ['ports', 'contract', 'core', 'lib'], node: true, npm: ['*'] },
  agents: {
    may: ['ports', 'core', 'contract', 'lib'],
    node: true,
    npm: ['zod', 'ws'],
  },
  terminals: { may: ['ports', 'core', 'contract', 'lib'], node: true, npm: ['zod'] },
  store: { may: ['ports', 'core', 'contract', 'lib'], node: true, npm: ['zod', '@photostructure/sqlite'] },
  ingest: { may: ['ports', 'core', 'contract', 'lib'], node: true, npm: ['zod', 'fzstd'] },
  services: { may: ['ports', 'core', 'contract', 'lib', 'ingest'], node: true, npm: [] },
  server: {
    may: ['services', 'platform', 'ports', 'contract', 'lib'],
    node: true,
    npm: ['hono', '@hono/node-server', 'zod'],
  },
  // Runs in a browser too: of services and ingest only what needs no Node, which the build of the static demo shows.
  demo: { may: ['services', 'ingest', 'ports', 'core', 'contract', 'lib'], node: false, npm: [] },
  client: { may: ['contract', 'lib'], node: false, npm: ['eventsource-parser', 'zod'] },
  cli: { may: ['contract', 'core', 'client', 'platform', 'lib', 'app'], node: true, npm: ['commander'] },
  app: { may: ['*'], node: true, npm: [] },
  web: { may: ['contract', 'client', 'core', 'lib', 'demo'], node: false, npm: ['*'] },
};

/** Layers that nobody but themselves may import. */
export const topLayers = ['web', 'cli'] as const;
