#!/usr/bin/env node
/**
 * Compares AMC's tokens with ccusage's, per day, agent and model, in UTC:
 *
 *   compare-ccusage.mjs --home HOME --ccusage PROGRAM [--ccusage-codex PROGRAM] --amc REPORT.json
 *
 * HOME holds `.claude` and `.codex`. PROGRAM is ccusage's `index.js` (18) or its binary (20); version 18 has a program of
 * its own for Codex. REPORT is what `amc usage --json --by day,agent,model --since all --zone UTC` wrote. A difference is
 * explained when a known way of counting the same records differently gives exactly both numbers. Exit: 0 all equal or
 * explained, 1 something is not, 2 wrong use.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { argv, env, execPath, exit, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { countedBy, REASONS, RULES } from './lib/usage-rules.mjs';
import { sightingsIn } from './lib/usage-sightings.mjs';

const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite'];
const NOTHING = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

const { values: options } = parseArgs({
  args: argv.slice(2),
  options: {
    home: { type: 'string' },
    ccusage: { type: 'string' },
    'ccusage-codex': { type: 'string' },
    amc: { type: 'string' },
  },
});
const { home, ccusage, amc } = options;
if (home === undefined || ccusage === undefined || amc === undefined) {
  stderr.write('compare-ccusage.mjs --home HOME --ccusage PROGRAM [--ccusage-codex PROGRAM] --amc REPORT.json\n');
  exit(2);
}

const version = /(\d+)\.\d+\.\d+/.exec(run(ccusage, ['--version']))?.[1];
if (RULES[version] === undefined) {
  stderr.write(`How ccusage ${version} counts is not known here; 18 and 20 are.\n`);
  exit(2);
}
exit(compare(amcCells(amc), ccusageCells()));

function compare(ours, theirs) {
  const sightings = sightingsIn(resolve(home));
  const expected = { ours: countedBy(RULES.amc, sightings), theirs: countedBy(RULES[version], sightings) };
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])].toSorted();
  const rows = keys.flatMap((key) => differences(key, { ours, theirs, expected, sightings }));
  const unexplained = rows.filter(({ why }) => why.length === 0);
  for (const { key, kind, our, their, why } of rows) {
    const [day, agent, model] = JSON.parse(key);
    const reason = why.length === 0 ? 'NOT EXPLAINED' : why.join('; ');
    stdout.write(`${day}  ${agent}  ${model}  ${kind}: AMC ${our}, ccusage ${their}: ${reason}\n`);
  }
  const equal = keys.length * KINDS.length - rows.length;
  stdout.write(
    `ccusage ${version}: ${equal} numbers equal, ${rows.length - unexplained.length} differ and are explained, ${unexplained.length} are not\n`,
  );
  return unexplained.length === 0 ? 0 : 1;
}

function differences(key, { ours, theirs, expected, sightings }) {
  return KINDS.flatMap((kind) => {
    const at = (cells) => (cells.get(key) ?? NOTHING)[kind];
    const [our, their] = [at(ours), at(theirs)];
    if (our === their) return [];
    const isKnown = at(expected.ours) === our && at(expected.theirs) === their;
    return [{ key, kind, our, their, why: isKnown ? reasonsFor(at, sightings) : [] }];
  });
}

/** Choices that, made as ccusage makes them, change the number; all that differ when only several together do. */
function reasonsFor(at, sightings) {
  const choices = Object.keys(REASONS).filter((choice) => RULES.amc[choice] !== RULES[version][choice]);
  const without = at(countedBy(RULES.amc, sightings));
  const alone = choices.filter((choice) => {
    const changed = { ...RULES.amc, [choice]: RULES[version][choice] };
    return at(countedBy(changed, sightings)) !== without;
  });
  return (alone.length === 0 ? choices : alone).map((choice) => REASONS[choice]);
}

function amcCells(file) {
  const { rows } = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(rows.map(({ day, agent, model, tokens }) => [JSON.stringify([day, agent, model]), tokens]));
}

function ccusageCells() {
  const cells = new Map();
  const isNew = Number(version) >= 20;
  const add = (cell, tokens) => {
    const sum = cells.get(cell) ?? NOTHING;
    cells.set(cell, Object.fromEntries(KINDS.map((kind) => [kind, sum[kind] + tokens[kind]])));
  };
  for (const { date, modelBreakdowns } of daily(ccusage, isNew ? ['claude'] : [])) {
    for (const model of modelBreakdowns) add(cellOf(date, 'claude', model.modelName), claudeTokens(model));
  }
  const codex = isNew ? ccusage : options['ccusage-codex'];
  for (const { date, models } of codex === undefined ? [] : daily(codex, isNew ? ['codex'] : [])) {
    for (const [model, told] of Object.entries(models)) add(cellOf(date, 'codex', model), codexTokens(told));
  }
  return cells;
}

function daily(program, words) {
  return JSON.parse(run(program, [...words, 'daily', '--json', '--offline'])).daily ?? [];
}

/** The program for Codex of version 18 says `Oct 21, 2026`; fast mode is a model of its own for ccusage. */
function cellOf(date, agent, model) {
  const day = /^\d{4}-/.test(date) ? date : new Date(`${date} UTC`).toISOString().slice(0, 10);
  return JSON.stringify([day, agent, model.replace(/-fast$/, '')]);
}

function claudeTokens({ inputTokens: input, outputTokens: output, cacheReadTokens: cacheRead, cacheCreationTokens }) {
  return { input, output, cacheRead, cacheWrite: cacheCreationTokens };
}

function codexTokens({
  inputTokens,
  outputTokens: output,
  cachedInputTokens,
  cacheReadTokens,
  cacheCreationTokens = 0,
}) {
  const cacheRead = cacheReadTokens ?? cachedInputTokens;
  const input = cachedInputTokens === undefined ? inputTokens : inputTokens - cachedInputTokens;
  return { input, output, cacheRead, cacheWrite: cacheCreationTokens };
}

function run(program, words) {
  const isScript = /\.[cm]?js$/.test(program);
  const whole = resolve(home);
  return execFileSync(isScript ? execPath : program, isScript ? [program, ...words] : words, {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: env.PATH,
      HOME: whole,
      CLAUDE_CONFIG_DIR: `${whole}/.claude`,
      CODEX_HOME: `${whole}/.codex`,
      TZ: 'UTC',
    },
  });
}
