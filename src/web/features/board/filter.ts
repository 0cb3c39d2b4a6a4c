import type { Session } from '../../../contract/session.ts';
import { placeValue } from './facets.ts';
import { matches } from './groups.ts';

/** By what the board is divided. */
export const GROUPINGS = ['need', 'project', 'agent', 'host', 'place'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What of the board is shown, and how it is divided. '': whatever it is. All of it stands in the address. */
export interface BoardFilter {
  project: string;
  agent: string;
  host: string;
  place: string;
  colour: string;
  /** Words. */
  query: string;
  by: Grouping;
}

/** What one can choose a single value of. */
export const FACETS = ['project', 'agent', 'host', 'place', 'colour'] as const;
export type FacetName = (typeof FACETS)[number];

export const NO_FILTER = { project: '', agent: '', host: '', place: '', colour: '', query: '' } as const;

const PARAM: Record<keyof BoardFilter, string> = {
  project: 'project',
  agent: 'agent',
  host: 'host',
  place: 'place',
  colour: 'colour',
  query: 'q',
  by: 'by',
};

export function readFilter(params: URLSearchParams): BoardFilter {
  const of = (name: keyof BoardFilter): string => params.get(PARAM[name]) ?? '';
  return {
    project: of('project'),
    agent: of('agent'),
    host: of('host'),
    place: of('place'),
    colour: of('colour'),
    query: of('query'),
    by: GROUPINGS.find((grouping) => grouping === of('by')) ?? 'need',
  };
}

/** The address with this changed; what is as ever is not in it, and whatever else is in it stays. */
export function writeFilter(params: URLSearchParams, change: Partial<BoardFilter>): URLSearchParams {
  const written = new URLSearchParams(params);
  for (const [name, value] of Object.entries(change)) {
    const param = PARAM[name as keyof BoardFilter];
    if (value === '' || (name === 'by' && value === 'need')) written.delete(param);
    else written.set(param, value);
  }
  return written;
}

export function passes(session: Session, { project, agent, host, place, colour, query }: BoardFilter): boolean {
  return (
    (project === '' || session.project.dir === project) &&
    (agent === '' || session.agent === agent) &&
    (host === '' || session.host === host) &&
    (place === '' || placeValue(session) === place) &&
    (colour === '' || session.marks?.colour === colour) &&
    matches(session, query)
  );
}

/** Not everything is shown. */
export function isNarrowed(filter: BoardFilter): boolean {
  return filter.query !== '' || FACETS.some((facet) => filter[facet] !== '');
}
