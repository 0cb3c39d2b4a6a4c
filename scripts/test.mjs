/**
 * `npm test`: installs what is quick to install, checks the sources, runs every test, and ends with one line
 * `N passed, N failed, N skipped`, after the names of what failed, each with its first lines of why. Exits non-zero on a failure; with AMC_ALLOW_SKIPS=0 also when anything was skipped.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { ensureBuilt, ensureInstalled } from './lib/prepare.mjs';
import { run } from './lib/run.mjs';

/** Of each failure, at the end of the output: what a person sees who only gets the last lines. */
const WHY_LINES = 12;
const results = join(root, 'test-results');
const total = { passed: 0, failed: 0, skipped: 0 };
const skips = [];
const failures = [];

await ensureInstalled();
await run(process.execPath, ['scripts/setup-machine.mjs', '--quick']);
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

await check('format', ['oxfmt', '--check', '.']);
await check('lint', ['oxlint', '--deny-warnings']);
await check('types', ['tsc', '-p', 'tsconfig.json']);
await check('types of the page', ['tsc', '-p', 'tsconfig.web.json']);
await check('unused code and dependencies', ['knip']);
await ensureBuilt();
await vitest();
await playwright();

for (const failure of failures) console.log(`failed: ${failure}`);
for (const skip of skips) console.log(`skipped: ${skip}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || (total.skipped > 0 && process.env.AMC_ALLOW_SKIPS === '0') ? 1 : 0);

/** A check of the sources counts as one test. */
async function check(name, command) {
  const code = await run('npx', command, { quiet: true });
  console.log(`${code === 0 ? '✓' : '✗'} ${name}`);
  if (code === 0) total.passed += 1;
  else fail(name);
}

async function vitest() {
  const report = join(results, 'vitest.json');
  const code = await run('npx', [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const found = readReport(report, 'vitest', code);
  if (found === null) return;
  const tests = found.testResults.flatMap((file) => file.assertionResults);
  for (const test of tests) {
    if (test.status === 'passed') total.passed += 1;
    else if (test.status === 'failed') fail(test.fullName, test.failureMessages.join('\n'));
    else skip(test.fullName);
  }
  const broken = found.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  for (const file of broken) fail(file.name, file.message);
  if (code !== 0 && failures.length === 0) fail('vitest', `exit code ${code}`);
}

async function playwright() {
  const report = join(results, 'e2e.json');
  const code = await run('npx', ['playwright', 'test']);
  const found = readReport(report, 'playwright', code);
  if (found === null) return;
  total.passed += found.stats.expected + found.stats.flaky;
  for (const [title, why] of failedTitles(found.suites)) fail(title, why);
  for (const title of skippedTitles(found.suites)) skip(title);
  if (code !== 0 && found.stats.unexpected === 0) fail('playwright', `exit code ${code}`);
}

function failedTitles(suites, above = '') {
  return suites.flatMap((suite) => {
    const title = `${above}${suite.title} › `;
    const own = (suite.specs ?? [])
      .filter((spec) => spec.tests.some((test) => test.status === 'unexpected'))
      .map((spec) => {
        const errors = spec.tests.flatMap((test) => test.results).flatMap((result) => result.errors);
        return [`${title}${spec.title}`, errors.map(({ message }) => message).join('\n')];
      });
    return [...own, ...failedTitles(suite.suites ?? [], title)];
  });
}

function skippedTitles(suites, above = '') {
  return suites.flatMap((suite) => {
    const title = `${above}${suite.title} › `;
    const own = (suite.specs ?? [])
      .filter((spec) => spec.tests.some((test) => test.status === 'skipped'))
      .map((spec) => {
        const why = spec.tests.flatMap((test) => test.annotations).find((note) => note.type === 'skip')?.description;
        return `${title}${spec.title}${why === undefined ? '' : ` (${why})`}`;
      });
    return [...own, ...skippedTitles(suite.suites ?? [], title)];
  });
}

function fail(name, why = '') {
  total.failed += 1;
  const lines = why.split('\n').filter((line) => line.trim() !== '');
  failures.push([name, ...lines.slice(0, WHY_LINES)].join('\n    '));
}

function skip(name) {
  total.skipped += 1;
  skips.push(name);
}

function readReport(file, runner, code) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  fail(runner, `it wrote no report (exit code ${code})`);
  return null;
}
