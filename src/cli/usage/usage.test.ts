import { describe, expect, test } from 'vitest';
import type { UsageReport, UsageRow } from '../../contract/usage.ts';
import { short } from '../../lib/amounts.ts';
import { dollars, span } from './columns.ts';
import { usageCsv } from './csv.ts';
import { periodOf } from './period.ts';
import { usageTable } from './table.ts';

const now = Date.parse('2026-11-22T10:30:00Z');
const zone = 'Europe/Berlin';

function row(labels: Partial<UsageRow>, output: number, cost: number | null): UsageRow {
  const tokens = { input: output * 2, output, cacheRead: output * 1000, cacheWrite: output * 30 };
  return { ...labels, tokens, responses: 12, cost, unpriced: cost === null ? ['my-model'] : [] };
}

const report: UsageReport = {
  rows: [
    row({ day: '2026-11-21', model: 'claude-opus-5-5' }, 34_120, 1234.5),
    row({ day: '2026-11-21', model: 'my-model' }, 400, null),
    row({ day: '2026-11-22', model: 'claude-haiku-5-5' }, 9, 0.0004),
  ],
  total: { ...row({}, 34_529, null), responses: 36 },
  limits: [
    {
      agent: 'codex',
      name: 'primary',
      usedPercent: 42.25,
      windowMinutes: 300,
      resetsAt: now + 7_200_000,
      at: now - 60_000,
    },
    {
      agent: 'codex',
      name: 'secondary',
      usedPercent: 90,
      windowMinutes: 10_080,
      resetsAt: now - 7_200_000,
      at: now - 86_400_000,
    },
  ],
  pricesOf: '2026-11-22',
  waited: [
    { day: '2026-11-21', ms: 3_725_000 },
    { day: '2026-11-22', ms: 40_000 },
  ],
  complete: false,
};

describe('table', () => {
  test('groups, figures, what has no price, limits', () => {
    expect(usageTable(report, { by: ['day', 'model'], zone, now })).toMatchInlineSnapshot(`
      "day         model             input  output  cache read  cache write  responses           cost
      2026-11-21  claude-opus-5-5   68.2k   34.1k       34.1M         1.0M         12      $1,234.50
                  my-model            800     400        400k        12.0k         12              ?
      2026-11-22  claude-haiku-5-5     18       9        9.0k          270         12         <$0.01
      total                         69.1k   34.5k       34.5M         1.0M         36  $1,234.50 + ?

      ? No price is known for my-model.
      Cost at the API’s list prices of 2026-11-22; a subscription costs otherwise.
      Agents waited 1 h 03 min for you.
      The index is still being built: there will be more. See \`amc index status\`.

      codex limit primary (5 h): 42.3 % used, resets in 2 h (2026-11-22 13:30), told 1 min ago
      codex limit secondary (7 d): was reset on 2026-11-22 09:30; 90 % used before, told 1 d ago"
    `);
  });

  test('by day alone it says how long agents waited on each', () => {
    const rows = [row({ day: '2026-11-21' }, 10, 1), row({ day: '2026-11-23' }, 10, 2)];
    const whole = { ...report, rows, total: row({}, 20, 3), limits: [], complete: true };
    expect(usageTable(whole, { by: ['day'], zone, now })).toMatchInlineSnapshot(`
      "day         input  output  cache read  cache write  responses   cost      waited
      2026-11-21     20      10       10.0k          300         12  $1.00  1 h 02 min
      2026-11-23     20      10       10.0k          300         12  $2.00
      total          40      20       20.0k          600         12  $3.00

      Cost at the API’s list prices of 2026-11-22; a subscription costs otherwise.
      Agents waited 1 h 03 min for you."
    `);
  });

  test('nothing used', () => {
    const none = {
      ...report,
      rows: [],
      total: { ...row({}, 0, 0), responses: 0 },
      limits: [],
      waited: [],
      complete: true,
    };
    expect(usageTable(none, { by: ['day'], zone, now })).toBe('No usage in this time.');
  });

  test('projects by their folder, sessions with their title; nothing that drives a terminal gets through', () => {
    const rows = [
      row({ project: '/home/dev/amc', session: 'claude:0123456789abcdef', title: 'Fix\u001b[31m it' }, 10, 1),
    ];
    const text = usageTable({ ...report, rows }, { by: ['project', 'session', 'subagent'], zone, now });
    expect(text).toContain('amc      claude:0123456… Fix [31m it  main');
  });
});

describe('csv', () => {
  test('a line of names, exact figures, an unknown cost empty; titles are text', () => {
    const rows = [
      row({ session: 'claude:a', title: '=1+"2", x' }, 10, 1.23456789),
      row({ session: 'claude:b', subagent: 'a1' }, 10, null),
    ];
    expect(usageCsv({ ...report, rows }, ['session', 'subagent'])).toBe(
      'session,title,subagent,input,output,cache_read,cache_write,responses,cost_usd,unpriced\r\n' +
        'claude:a,"\'=1+""2"", x",main,20,10,10000,300,12,1.234568,\r\n' +
        'claude:b,,a1,20,10,10000,300,12,,my-model\r\n',
    );
  });
});

describe('period', () => {
  const from = (since: string) => {
    const period = periodOf({ since, zone, now });
    return period.from === null ? null : new Date(period.from).toISOString();
  };

  test.each([
    ['all', null],
    ['today', '2026-11-21T23:00:00.000Z'],
    ['24h', '2026-11-21T10:30:00.000Z'],
    ['1d', '2026-11-21T23:00:00.000Z'],
    ['7d', '2026-11-15T23:00:00.000Z'],
    ['4w', '2026-10-25T23:00:00.000Z'],
    ['2026-07-01', '2026-06-30T22:00:00.000Z'],
    ['2026-07-01T09:30Z', '2026-07-01T09:30:00.000Z'],
  ])('since %s', (since, moment) => expect(from(since)).toBe(moment));

  test('until a day is with that day', () => {
    const { to } = periodOf({ since: 'all', until: '2026-10-25', zone, now });
    expect(new Date(to ?? 0).toISOString()).toBe('2026-10-25T23:00:00.000Z');
  });

  test.each([
    ['soon', undefined],
    ['7', undefined],
    ['2026-13-01', undefined],
    ['all', 'soon'],
    ['2026-11-02', '2026-11-01'],
  ])('since %s until %s is the person’s error', (since, until) => {
    expect(() => periodOf({ since, until, zone, now })).toThrow(expect.objectContaining({ code: 'bad_period' }));
  });
});

test('figures are short', () => {
  expect([0, 999, 1000, 1234, 99_949, 99_950, 999_499, 999_500, 1_200_000_000].map(short)).toEqual([
    '0',
    '999',
    '1.0k',
    '1.2k',
    '99.9k',
    '100k',
    '999k',
    '1.0M',
    '1.2G',
  ]);
  expect([0, 0.004, 0.005, 1234.5].map(dollars)).toEqual(['$0.00', '<$0.01', '$0.01', '$1,234.50']);
  expect([40_000, 720_000, 7_500_000].map(span)).toEqual(['40 s', '12 min', '2 h 05 min']);
});
