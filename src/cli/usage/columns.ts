import type { UsageGroup, UsageRow } from '../../contract/usage.ts';
import { line } from '../format.ts';

/** What a row is called in one group. */
export function labelOf(group: UsageGroup, row: UsageRow): string {
  switch (group) {
    case 'day':
      return row.day ?? 'no date';
    case 'subagent':
      return row.subagent ?? 'main';
    case 'session':
      return row.session ?? '';
    default:
      return row[group] ?? '';
  }
}

const WIDTH = 36;

/** The same, short enough for a table: a folder by its name, a session with its title. */
export function shortLabelOf(group: UsageGroup, row: UsageRow): string {
  const label = labelOf(group, row);
  if (group === 'project') return line(label.split('/').findLast((part) => part !== '') ?? label, WIDTH);
  if (group !== 'session') return line(label, WIDTH);
  const id = line(label, 15);
  return row.title === undefined ? id : `${id} ${line(row.title, WIDTH)}`;
}

/** `$1,234.50`; `<$0.01` for what is not nothing. */
export function dollars(cost: number): string {
  if (cost > 0 && cost < 0.005) return '<$0.01';
  return `$${cost.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** `2 h 05 min`, `12 min`, `40 s`. */
export function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
