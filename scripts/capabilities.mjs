/** Writes docs/capabilities.md anew from what the agents' adapters say they can do; `npm test` checks that it is true. */
import { join } from 'node:path';
import { run } from './lib/run.mjs';

const test = join('test', 'architecture', 'capabilities.test.ts');
process.exitCode = await run('npx', ['vitest', 'run', '--project', 'unit', test, '--update']);
