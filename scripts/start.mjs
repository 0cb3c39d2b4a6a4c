/** `npm start`: installs and builds what is missing, then runs `amc` in the foreground with the given options. */
import { ensureBuilt, ensureInstalled } from './lib/prepare.mjs';

await ensureInstalled();
await ensureBuilt();
await import('../dist/cli/main.js');
