import type { UsageRow } from '../../../contract/usage.ts';
import { shortModel } from '../../lib/words.ts';
import { folderName } from './format.ts';
import { beginOf, bucketsOf, type Bucket, type Measure, type Stack, type Step } from './period.ts';
import { byValue, groupsOf, NOTHING, sumOf, type Group, type Sum } from './sums.ts';
import { tUsage } from './texts.ts';

/** As many as there are colours; the rest is one of its own. */
const MOST_SERIES = 5;
const OTHERS = '\0others';

export interface Series {
  id: string;
  label: string;
  /** A colour of the charts' own, see usage.css. */
  colour: string;
  sum: Sum;
}

export interface Column {
  bucket: Bucket;
  sum: Sum;
  /** In the order of the series. */
  parts: readonly Sum[];
}

export interface Stacked {
  step: Step;
  series: readonly Series[];
  columns: readonly Column[];
}

/** Rows by day and by what they are stacked by, as columns of a chart. */
export function stackedOf(
  rows: readonly UsageRow[],
  { stack, measure, first, last }: { stack: Stack; measure: Measure; first: string; last: string },
): Stacked {
  const idOf = (row: UsageRow): string => row[stack] ?? '';
  const groups = groupsOf(rows, idOf).sort(byValue(measure));
  const shown = groups.length > MOST_SERIES + 1 ? groups.slice(0, MOST_SERIES) : groups;
  const rest = groups.slice(shown.length);
  const series = [
    ...shown.map((group, index) => seriesOf(group, stack, index)),
    ...(rest.length === 0 ? [] : [othersOf(rest)]),
  ];
  const known = new Set(shown.map(({ id }) => id));
  const seriesId = (row: UsageRow): string => (known.has(idOf(row)) ? idOf(row) : OTHERS);
  const { step, buckets } = bucketsOf(first, last);
  const byBucket = new Map(
    groupsOf(rows, ({ day }) => (day === undefined ? '' : beginOf(day, step))).map((group) => [group.id, group]),
  );
  const columns = buckets.map((bucket): Column => {
    const group = byBucket.get(bucket.first);
    const parts = new Map(groupsOf(group?.rows ?? [], seriesId).map(({ id, sum }) => [id, sum]));
    return { bucket, sum: group?.sum ?? NOTHING, parts: series.map(({ id }) => parts.get(id) ?? NOTHING) };
  });
  return { step, series, columns };
}

function seriesOf({ id, sum }: Group, stack: Stack, index: number): Series {
  return { id, label: labelOf(id, stack), colour: `var(--chart-${(index % (MOST_SERIES + 1)) + 1})`, sum };
}

function othersOf(rest: readonly Group[]): Series {
  const sum = sumOf(rest.flatMap(({ rows }) => rows));
  return { id: OTHERS, label: tUsage('usage.othersOf', { n: rest.length }), colour: 'var(--chart-6)', sum };
}

/** What a person calls it. */
export function labelOf(id: string, stack: Stack): string {
  if (stack === 'project') return folderName(id);
  if (stack === 'model') return shortModel(id);
  return id === 'claude' ? 'Claude' : id === 'codex' ? 'Codex' : id;
}
