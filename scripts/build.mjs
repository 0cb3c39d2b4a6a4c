/** Builds the server, the command line and the dashboard into dist/. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

rmSync(join(root, 'dist'), { recursive: true, force: true });
const codes = [await run('npx', ['tsdown']), await run('npx', ['vite', 'build'])];
process.exit(Math.max(...codes));
