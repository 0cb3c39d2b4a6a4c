import type { UsageGroup, UsageReport, UsageRow } from '../../contract/usage.ts';
import { labelOf } from './columns.ts';

const FIGURES = ['input', 'output', 'cache_read', 'cache_write', 'responses', 'cost_usd', 'unpriced'];

/** RFC 4180, with a line of names; an unknown cost is empty. Ends with a line break. */
export function usageCsv(report: UsageReport, by: readonly UsageGroup[]): string {
  const names = by.flatMap((group) => (group === 'session' ? ['session', 'title'] : [group]));
  const lines = [[...names, ...FIGURES], ...report.rows.map((row) => cellsOf(row, by))];
  return lines.map((cells) => `${cells.map(escaped).join(',')}\r\n`).join('');
}

function cellsOf(row: UsageRow, by: readonly UsageGroup[]): string[] {
  const { input, output, cacheRead, cacheWrite } = row.tokens;
  return [
    ...by.flatMap((group) => (group === 'session' ? [labelOf(group, row), row.title ?? ''] : [labelOf(group, row)])),
    ...[input, output, cacheRead, cacheWrite, row.responses].map(String),
    row.cost === null ? '' : String(Math.round(row.cost * 1e6) / 1e6),
    row.unpriced.join(' '),
  ];
}

/** Text that a spreadsheet would run as a formula is marked as text: titles are what agents write. */
function escaped(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
