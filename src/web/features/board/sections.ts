import type { Session } from '../../../contract/session.ts';
import { agentsOf, hostsOf, placesOf, placeValue, projectsOf, type Facet } from './facets.ts';
import type { Grouping } from './filter.ts';
import { group, type Grouped, type GroupName } from './groups.ts';

/** A part of the board under a heading of its own. */
export interface Section {
  /** The same for as long as it is the same part. */
  id: string;
  /** What it is about: a state, or the label of a project, an agent, a machine, a place. */
  name: { group: GroupName } | { label: string };
  sessions: Session[];
}

/** What is there for everybody to see; what is snoozed or has ended is folded away below it. */
export interface Sections {
  open: Section[];
  snoozed: Session[];
  ended: Session[];
}

const AWAKE = ['needs', 'working', 'unsure', 'idle'] as const;

/** Divided by what sessions need, or by where they belong: then by name, and what needs somebody first in each. */
export function sectionsOf(sessions: readonly Session[], by: Grouping, noPane: string): Sections {
  const grouped = group(sessions);
  const { snoozed, ended } = grouped;
  if (by !== 'need') return { open: byFacet(grouped, by, noPane), snoozed, ended };
  const open = AWAKE.map((name) => ({ id: name, name: { group: name }, sessions: grouped[name] }));
  return { open: open.filter((section) => section.sessions.length > 0), snoozed, ended };
}

function byFacet(grouped: Grouped, by: Exclude<Grouping, 'need'>, noPane: string): Section[] {
  const awake = AWAKE.flatMap((name) => grouped[name]);
  const values: Record<typeof by, { facets: Facet[]; valueOf: (session: Session) => string }> = {
    project: { facets: projectsOf(awake), valueOf: ({ project }) => project.dir },
    agent: { facets: agentsOf(awake), valueOf: ({ agent }) => agent },
    host: { facets: [...hostsOf(awake), ...unknownHost(awake)], valueOf: ({ host }) => host ?? '' },
    place: { facets: placesOf(awake, noPane), valueOf: placeValue },
  };
  const { facets, valueOf } = values[by];
  const parts = new Map<string, Session[]>(facets.map(({ value }) => [value, []]));
  for (const session of awake) parts.get(valueOf(session))?.push(session);
  return facets.map(({ value, label }) => ({ id: `by-${value}`, name: { label }, sessions: parts.get(value) ?? [] }));
}

/** Those of which no machine is known are not left out. */
function unknownHost(sessions: readonly Session[]): Facet[] {
  const total = sessions.filter(({ host }) => host === undefined).length;
  return total === 0 ? [] : [{ value: '', label: '?', total, needs: 0 }];
}
