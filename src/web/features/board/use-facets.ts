import { useMemo } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { useApp } from '../../state/store.ts';
import { agentsOf, coloursOf, hostsOf, placesOf, projectsOf, type Facet } from './facets.ts';
import type { FacetName } from './filter.ts';
import { groupOf } from './groups.ts';

/** What the board can be narrowed to, of everything that is there, whatever is filtered. */
export interface Facets extends Record<FacetName, readonly Facet[]> {
  all: { total: number; needs: number };
}

/** The same object until a count changes: most of what happens changes none. */
export function useFacets(): Facets {
  const told = useApp(({ board }) => facetsText(board.sessions));
  return useMemo(() => JSON.parse(told) as Facets, [told]);
}

let last: { sessions: ReadonlyMap<string, Session>; text: string } | null = null;

function facetsText(sessions: ReadonlyMap<string, Session>): string {
  if (last?.sessions !== sessions) last = { sessions, text: JSON.stringify(facetsOf([...sessions.values()])) };
  return last.text;
}

function facetsOf(sessions: readonly Session[]): Facets {
  const groups = sessions.map(groupOf);
  return {
    project: projectsOf(sessions),
    agent: agentsOf(sessions),
    host: hostsOf(sessions),
    place: placesOf(sessions, t('board.noPane')),
    colour: coloursOf(sessions),
    all: {
      total: groups.filter((name) => name !== 'ended').length,
      needs: groups.filter((name) => name === 'needs').length,
    },
  };
}
