import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PRICE_TABLE } from '../../core/usage/price-table.ts';
import { loadPrices } from './own-prices.ts';
import { readPriceRows } from './price-file.ts';

describe('the file', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'amc-prices-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  test('without one, the table is the one that comes with AMC', () => {
    expect(loadPrices(dir)).toBe(PRICE_TABLE);
  });

  test('its models replace those of the table', () => {
    writeFileSync(join(dir, 'prices.json'), '\uFEFF{"models":{"GPT-5.5":{"input":1,"output":2}}}');
    const { own, rows } = loadPrices(dir);
    expect(own).toBe(true);
    expect(rows.filter(({ model }) => model === 'gpt-5.5')).toEqual([
      {
        model: 'gpt-5.5',
        from: null,
        price: { input: 1, output: 2, cacheRead: null, cacheWrite: null, cacheWriteHour: null },
        source: 'your prices.json',
      },
    ]);
  });

  test('one that says no prices is the person’s error, with the place', () => {
    writeFileSync(join(dir, 'prices.json'), '{"models":{"m":{"input":"1"}}}');
    expect(() => loadPrices(dir)).toThrow(expect.objectContaining({ code: 'prices_invalid', fault: 'user' }));
  });

  test('one that cannot be read is the machine’s', () => {
    mkdirSync(join(dir, 'prices.json'));
    expect(() => loadPrices(dir)).toThrow(expect.objectContaining({ code: 'prices_unreadable', fault: 'environment' }));
  });
});

describe('what it may say', () => {
  test('dated prices, long requests, tiers, and another model’s price', () => {
    const long = { above: 100, input: 3, output: 4 };
    const dated = [
      { input: 1, output: 2, cacheRead: 0.1, tiers: { fast: 2 } },
      { input: 2, output: 3, from: '2026-11-01', long },
    ];
    const read = readPriceRows(JSON.stringify({ models: { m: dated, mine: { as: 'claude-sonnet-5-5' } } }));
    const rows = read.ok ? read.rows : [];
    expect(rows.slice(0, 2)).toMatchObject([
      { model: 'm', from: null, price: { cacheRead: 0.1 }, tiers: { fast: 2 } },
      { model: 'm', from: '2026-11-01', long: { above: 100, price: { input: 3, output: 4 } } },
    ]);
    expect(rows.slice(2).map(({ model, from }) => [model, from])).toEqual([
      ['mine', null],
      ['mine', '2026-10-07'],
    ]);
  });

  test.each([
    ['{', 'it is no JSON'],
    ['[]', 'the file must be an object'],
    ['{"model":{}}', 'the file has "model", which nothing reads'],
    ['{"models":{"m":5}}', 'models["m"] must be an object'],
    ['{"models":{"m":[]}}', 'models["m"] is an empty list'],
    ['{"models":{" ":{}}}', 'models[" "] has no name'],
    ['{"models":{"m":{"input":1}}}', 'models["m"].output must be a number that is not negative, it is missing'],
    [
      '{"models":{"m":[{"input":-1,"output":1}]}}',
      'models["m"][0].input must be a number that is not negative, it is -1',
    ],
    ['{"models":{"m":{"input":1,"output":1,"chached":1}}}', 'models["m"] has "chached", which nothing reads'],
    ['{"models":{"m":{"input":1,"output":1,"from":"soon"}}}', 'models["m"].from must be a day'],
    ['{"models":{"m":{"input":1,"output":1,"tiers":{"fast":"x"}}}}', 'models["m"].tiers.fast must be a number'],
    ['{"models":{"m":{"input":1,"output":1,"long":{}}}}', 'models["m"].long.above must be a number'],
    ['{"models":{"m":{"as":"nothing"}}}', 'models["m"].as names no model of the table: "nothing"'],
    ['{"models":{"m":{"as":"gpt-5","input":1}}}', 'models["m"] has "as" and more'],
  ])('%s', (text, problem) => {
    const read = readPriceRows(text);
    expect(read.ok ? 'ok' : read.problem).toContain(problem);
  });
});
