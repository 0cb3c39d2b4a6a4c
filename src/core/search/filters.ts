import { AgentName } from '../../contract/agent.ts';
import { SearchRole } from '../../contract/search.ts';
import { dayOf, readDate, type DateFrame, type Span } from './dates.ts';
import { nearest } from './nearest.ts';
import { queryError, type Filter, type Place } from './query.ts';

export interface FilterHelp {
  name: Filter['name'];
  /** What a match is like. */
  means: string;
  /** All values there are, or examples. */
  values: readonly string[];
  /** No other value is allowed. */
  fixed: boolean;
}

const DATES = ['today', 'yesterday', '7d', '3h', '2026-11-01', '2026-11'];

/** Every filter, in the order in which they are offered. */
export const FILTERS: readonly FilterHelp[] = [
  { name: 'agent', means: 'of this agent', values: AgentName.options, fixed: true },
  { name: 'project', means: 'folder, or a part of it', values: [], fixed: false },
  { name: 'role', means: 'who or what said it', values: SearchRole.options, fixed: true },
  { name: 'tool', means: 'a use of this tool', values: [], fixed: false },
  { name: 'file', means: 'session touched this path, or a part of it', values: [], fixed: false },
  { name: 'model', means: 'session used it, or a part of its name', values: [], fixed: false },
  { name: 'branch', means: 'session was on this branch', values: [], fixed: false },
  { name: 'after', means: 'then or later', values: DATES, fixed: false },
  { name: 'before', means: 'earlier', values: DATES, fixed: false },
  { name: 'on', means: 'on that day, in that month', values: DATES, fixed: false },
  { name: 'has', means: 'something failed', values: ['error'], fixed: true },
  { name: 'session', means: 'key or id, or its beginning', values: [], fixed: false },
  { name: 'in', means: 'only what AMC kept of deleted transcripts', values: ['deleted'], fixed: true },
];

/** What other tools call them. */
const ALSO_CALLED: Readonly<Record<string, Filter['name']>> = {
  repo: 'project',
  dir: 'project',
  folder: 'project',
  cwd: 'project',
  path: 'file',
  from: 'role',
  type: 'role',
  kind: 'role',
  since: 'after',
  until: 'before',
  date: 'on',
  is: 'has',
  id: 'session',
};

export interface TypedFilter {
  name: string;
  value: string;
  namePlace: Place;
  valuePlace: Place;
}

export function isFilterName(name: string): name is Filter['name'] {
  return FILTERS.some((filter) => filter.name === name);
}

/** Throws a `query_invalid` with the place of the name, or of the value, when it is no filter. */
export function readFilter(typed: TypedFilter, frame: DateFrame): Filter {
  const { name, value, namePlace, valuePlace } = typed;
  if (!isFilterName(name)) throw unknownFilter(name, value, namePlace);
  if (value.trim() === '') {
    throw queryError(`The filter \`${name}:\` has no value.`, { ...namePlace, to: valuePlace.to }, nextFor(name));
  }
  switch (name) {
    case 'after':
    case 'before':
    case 'on':
      return dateFilter(name, value, valuePlace, frame);
    case 'role':
      return { name, value: oneOf(name, SearchRole.options, value, valuePlace) };
    case 'has':
      return { name, value: oneOf(name, ['error'], value, valuePlace) };
    case 'in':
      return { name, value: oneOf(name, ['deleted'], value, valuePlace) };
    case 'agent':
      return { name, value: oneOf(name, AgentName.options, value, valuePlace) };
    default:
      return { name, value };
  }
}

function unknownFilter(name: string, value: string, place: Place): Error {
  const names = FILTERS.map((filter) => filter.name);
  const meant = ALSO_CALLED[name] ?? nearest(name, names);
  const guess = meant === null ? `Filters are ${names.join(', ')}.` : `Did you mean \`${meant}:${value}\`?`;
  return queryError(
    `There is no filter \`${name}:\`.`,
    place,
    `${guess} To look for the text itself, quote it: "${name}:${value}".`,
  );
}

function oneOf<T extends string>(name: Filter['name'], values: readonly T[], value: string, place: Place): T {
  const typed = value.toLowerCase();
  const found = values.find((one) => one === typed);
  if (found !== undefined) return found;
  const meant = nearest(typed, values);
  const guess = meant === null ? '' : ` Did you mean \`${name}:${meant}\`?`;
  throw queryError(`\`${name}:\` cannot be \`${value}\`.`, place, `It can be ${values.join(', ')}.${guess}`);
}

function dateFilter(name: 'after' | 'before' | 'on', value: string, place: Place, frame: DateFrame): Filter {
  const span = readDate(value, frame);
  if (span === null) {
    throw queryError(`\`${value}\` is no date.`, place, `Write ${DATES.map((date) => `\`${date}\``).join(', ')}.`);
  }
  switch (name) {
    case 'after':
      return { name, value, from: span.from, to: null };
    case 'before':
      return { name, value, from: null, to: span.from };
    case 'on':
      return { name, value, ...wholeDay(span, frame) };
  }
}

function wholeDay(span: Span, { timeZone }: DateFrame): Span {
  return span.from === span.to ? dayOf(span.from, timeZone) : span;
}

function nextFor(name: Filter['name']): string {
  const values = FILTERS.find((filter) => filter.name === name)?.values ?? [];
  const example = values[0] === undefined ? `${name}:…` : values.map((value) => `${name}:${value}`).join(', ');
  return `Write it without a space: ${example}.`;
}
