import type { ReactNode } from 'react';
import { SCREENS } from '../../screens.ts';

export type PlaceId = 'inbox' | 'board' | 'history' | 'search' | 'usage' | 'audit' | 'settings' | 'health';

/** A screen one goes to by its name: `nav.<id>`. */
export interface PlaceSpec {
  id: PlaceId;
  path: string;
  key: string;
  /** Beside the others, or behind them as a sign only. */
  rank: 'first' | 'second';
  /** Strokes in a 16 by 16 box. */
  icon: ReactNode;
}

const ROUND = { strokeWidth: 1.5, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

const ALL: readonly PlaceSpec[] = [
  {
    id: 'inbox',
    path: '/inbox',
    key: 'i',
    rank: 'first',
    icon: <path d="M2.5 9.5h3l1 2h3l1-2h3M2.5 9.5l2-6h7l2 6v3.5h-11z" {...ROUND} />,
  },
  {
    id: 'board',
    path: '/',
    key: 'b',
    rank: 'first',
    icon: <path d="M2.5 3h4v10h-4zM9.5 3h4v4h-4zM9.5 10h4v3h-4z" {...ROUND} />,
  },
  {
    id: 'history',
    path: '/history',
    key: 'h',
    rank: 'first',
    icon: <path d="M2.5 4h11M2.5 8h11M2.5 12h7" {...ROUND} />,
  },
  {
    id: 'search',
    path: '/search',
    key: '/',
    rank: 'first',
    icon: <path d="M10.5 10.5 14 14M12 7A5 5 0 1 1 2 7a5 5 0 0 1 10 0z" {...ROUND} />,
  },
  {
    id: 'usage',
    path: '/usage',
    key: 'U',
    rank: 'first',
    icon: <path d="M3 13V9M6.5 13V5M10 13V7.5M13.5 13V3" {...ROUND} />,
  },
  {
    id: 'audit',
    path: '/audit',
    key: 'u',
    rank: 'first',
    icon: <path d="M2.5 4.2 3.8 5.5 6 3M2.5 8.7 3.8 10l2.2-2.5M8.5 4.5h5M8.5 9h5M3 13.3h10.5" {...ROUND} />,
  },
  {
    id: 'settings',
    path: '/settings',
    key: ',',
    rank: 'second',
    icon: (
      <path
        d="M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6M10 6.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM6 13.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4z"
        {...ROUND}
      />
    ),
  },
  {
    id: 'health',
    path: '/health',
    key: 'H',
    rank: 'second',
    icon: <path d="M1.5 8.5h3l2-5 3 9 2-4h3" {...ROUND} />,
  },
];

/** Every screen there is, in the order people go to them. */
export const PLACES: readonly PlaceSpec[] = ALL.filter(({ path }) => path === '/' || SCREENS[path] !== undefined);

export function PlaceIcon({ place }: { place: PlaceSpec }): ReactNode {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor">
      {place.icon}
    </svg>
  );
}
