import type { RateLimit, UsageGroup, UsageReport, UsageRow } from '../../contract/usage.ts';
import { short } from '../../lib/amounts.ts';
import { ageOf, line } from '../format.ts';
import { dollars, shortLabelOf, span } from './columns.ts';

export interface TableOptions {
  by: readonly UsageGroup[];
  zone: string;
  /** ms since the epoch. */
  now: number;
}

/** A report as a person reads it at a terminal, without the last line break. */
export function usageTable(report: UsageReport, options: TableOptions): string {
  if (report.rows.length === 0) return withNotes(['No usage in this time.'], report, options);
  const waited = isByDay(options) ? new Map(report.waited.map(({ day, ms }) => [day, ms])) : null;
  const head = [...options.by, 'input', 'output', 'cache read', 'cache write', 'responses', 'cost'];
  const rows = report.rows.map((row) => [
    ...options.by.map((group) => shortLabelOf(group, row)),
    ...figures(row),
    ...(waited === null ? [] : [waitedOn(waited, row)]),
  ]);
  const total = [...options.by.map((_, index) => (index === 0 ? 'total' : '')), ...figures(totalOf(report))];
  const labels = options.by.length;
  const body = [waited === null ? head : [...head, 'waited'], ...withoutRepeats(rows, labels), total];
  return withNotes([aligned(body, labels)], report, options);
}

function isByDay({ by }: TableOptions): boolean {
  return by.length === 1 && by[0] === 'day';
}

function waitedOn(days: ReadonlyMap<string, number>, { day = '' }: UsageRow): string {
  const ms = days.get(day);
  return ms === undefined ? '' : span(ms);
}

type Figures = Pick<UsageRow, 'tokens' | 'responses'> & { cost: string };

function figures(row: UsageRow | Figures): string[] {
  const { input, output, cacheRead, cacheWrite } = row.tokens;
  const cost = typeof row.cost === 'string' ? row.cost : costText(row.cost);
  return [...[input, output, cacheRead, cacheWrite, row.responses].map(short), cost];
}

function costText(cost: number | null): string {
  return cost === null ? '?' : dollars(cost);
}

/** Where some of it has no price, what has one is said all the same. */
function totalOf({ rows, total }: UsageReport): Figures {
  const known = rows.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
  const cost = total.cost === null && known > 0 ? `${dollars(known)} + ?` : costText(total.cost);
  return { ...total, cost };
}

/** A label that stands in the row above, with all before it, is not said again. */
function withoutRepeats(rows: readonly string[][], labels: number): string[][] {
  return rows.map((row, index) => {
    const above = rows[index - 1];
    let same = above !== undefined;
    return row.map((cell, column) => {
      same &&= column < labels - 1 && above?.[column] === cell;
      return same ? '' : cell;
    });
  });
}

/** Labels to the left, figures to the right, two spaces apart. */
function aligned(rows: readonly (readonly string[])[], labels: number): string {
  const widths = rows.reduce<number[]>((found, row) => {
    return Array.from({ length: Math.max(found.length, row.length) }, (_, i) =>
      Math.max(found[i] ?? 0, row[i]?.length ?? 0),
    );
  }, []);
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i < labels ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function withNotes(parts: string[], report: UsageReport, options: TableOptions): string {
  const { total, limits, pricesOf, complete } = report;
  const waited = report.waited.reduce((sum, { ms }) => sum + ms, 0);
  const notes = [
    ...(total.unpriced.length === 0
      ? []
      : [`? No price is known for ${total.unpriced.map((model) => line(model, 60)).join(', ')}.`]),
    ...(total.responses === 0
      ? []
      : [`Cost at the API’s list prices of ${line(pricesOf, 60)}; a subscription costs otherwise.`]),
    ...(waited === 0 ? [] : [`Agents waited ${span(waited)} for you.`]),
    ...(complete ? [] : ['The index is still being built: there will be more. See `amc index status`.']),
  ];
  const limitLines = limits.map((limit) => limitLine(limit, options));
  return [...parts, notes.join('\n'), limitLines.join('\n')].filter((part) => part !== '').join('\n\n');
}

function limitLine(
  { agent, name, usedPercent, windowMinutes, resetsAt, at }: RateLimit,
  options: TableOptions,
): string {
  const { now, zone } = options;
  const window = windowMinutes === null ? '' : ` (${windowText(windowMinutes)})`;
  const told = `told ${ageOf(at, now)} ago`;
  const what = `${agent} limit ${line(name, 30)}${window}`;
  if (resetsAt === null) return `${what}: ${percent(usedPercent)} used, ${told}`;
  if (resetsAt <= now)
    return `${what}: was reset on ${timeIn(zone, resetsAt)}; ${percent(usedPercent)} used before, ${told}`;
  return `${what}: ${percent(usedPercent)} used, resets in ${ageOf(now, resetsAt)} (${timeIn(zone, resetsAt)}), ${told}`;
}

function windowText(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440} d`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

function percent(used: number): string {
  return `${Math.round(used * 10) / 10} %`;
}

function timeIn(timeZone: string, at: number): string {
  return new Date(at).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
}
