import { isSessionKey } from '../../contract/session-key.ts';
import type { SessionKey } from '../../contract/session.ts';

/** What of a session's conversation is looked at. */
export interface Place {
  /** A subagent's conversation instead of the session's own. */
  agentId: string | null;
  /** Byte offset of the record to open at; null: at the newest. */
  at: number | null;
  /** Rewound branches too. */
  branches: 'live' | 'all';
}

/** The page of a session, at its newest message or at a place in it. */
export function sessionPath(key: SessionKey, place: Partial<Place> = {}): string {
  const search = new URLSearchParams();
  if (place.agentId != null) search.set('agent', place.agentId);
  if (place.at != null) search.set('at', String(place.at));
  if (place.branches === 'all') search.set('branches', 'all');
  return `/s/${encodeURIComponent(key)}${search.size === 0 ? '' : `?${search}`}`;
}

/** What AMC was asked to do; of one session, where one is named. */
export function auditPath(key?: SessionKey): string {
  return key === undefined ? '/audit' : `/audit?session=${encodeURIComponent(key)}`;
}

/** The session a path is about; null for every other path, and for one that names no possible session. */
export function sessionOfPath(pathname: string): SessionKey | null {
  const encoded = /^\/s\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (encoded === undefined) return null;
  try {
    const key = decodeURIComponent(encoded);
    return isSessionKey(key) ? key : null;
  } catch {
    return null;
  }
}

/** Which screen an address leads to. A slash at its end is as good as none. */
export function placeOfPath(
  pathname: string,
): { kind: 'board' } | { kind: 'session'; key: SessionKey | null } | { kind: 'other'; path: string } {
  const path = pathname.replace(/\/+$/, '');
  if (path === '' || path === '/index.html' || path === '/login') return { kind: 'board' };
  if (path.startsWith('/s/')) return { kind: 'session', key: sessionOfPath(path) };
  return { kind: 'other', path };
}

/** The place a query string names. What makes no sense in it is as if it were not there. */
export function placeOfSearch(search: string): Place {
  const params = new URLSearchParams(search);
  const at = params.get('at') ?? '';
  return {
    agentId: params.get('agent') || null,
    at: /^\d{1,15}$/.test(at) ? Number(at) : null,
    branches: params.get('branches') === 'all' ? 'all' : 'live',
  };
}
