import { SessionKey } from '../../contract/session.ts';

/** The page of a session. */
export function sessionPath(key: SessionKey): string {
  return `/s/${encodeURIComponent(key)}`;
}

/** The session a path is about; null for every other path, and for one that names no possible session. */
export function sessionOfPath(pathname: string): SessionKey | null {
  const encoded = /^\/s\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (encoded === undefined) return null;
  try {
    return SessionKey.safeParse(decodeURIComponent(encoded)).data ?? null;
  } catch {
    return null;
  }
}
