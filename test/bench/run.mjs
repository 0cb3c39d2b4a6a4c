/**
 * `npm run bench [-- --baseline DIR] [--only NAME] [--json FILE]`
 *
 * Prints a table and writes JSON. Everything runs under throw-away homes, on loopback, bounded in count and time. With
 * `--baseline` (a folder with the original's `amc_server.py` and hook stand-in `amc_hook.py`) the original is measured
 * side by side, on the same corpus, in the same run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled } from '../../scripts/lib/prepare.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { answer } from './control/answer.mjs';
import { type } from './control/type.mjs';
import { append } from './history/append.mjs';
import { big, rest } from './history/big.mjs';
import { cold } from './history/cold.mjs';
import { growth } from './history/growth.mjs';
import { warm } from './history/warm.mjs';
import { hook } from './hook.mjs';
import { idle } from './idle.mjs';
import { page } from './page.mjs';
import { start } from './start.mjs';
import { state } from './state.mjs';

const benches = { state, hook, page, start, idle, type, answer, append, cold, warm, growth, big, rest };

const { values } = parseArgs({
  options: { baseline: { type: 'string' }, only: { type: 'string' }, json: { type: 'string' } },
});
const baseline = values.baseline === undefined ? null : resolve(values.baseline);

await ensureInstalled();
await ensureBuilt();

/** @typedef {{ what: string, value: number, unit: string, reference?: string, goal: string, met: boolean | null }} Row */
/** @type {Row[]} */
const rows = [];
for (const [name, bench] of Object.entries(benches)) {
  if (values.only !== undefined && values.only !== name) continue;
  console.error(`… ${name}`);
  rows.push(...(await bench({ baseline })));
}

const file = resolve(values.json ?? join(root, 'test-results', 'bench.json'));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(
  file,
  `${JSON.stringify({ at: new Date().toISOString(), node: process.version, cpus: cpus().length, rows }, null, 2)}\n`,
);
console.log(table(rows));
console.log(`\nwritten to ${file}`);

function table(all) {
  const cells = [
    ['what', 'value', 'beside', 'goal', ''],
    ...all.map(({ what, value, unit, reference = '', goal, met }) => [
      what,
      `${round(value)} ${unit}`,
      reference,
      goal,
      met === null ? '–' : met ? 'met' : 'MISSED',
    ]),
  ];
  const widths = cells[0].map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  return cells
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function round(value) {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
