import type { Client } from '../../client/client.ts';

const STORED = 'amc.page';

/** The one-time code in `/login#<code>` or `…#code=<code>`; null when there is none. */
export function codeIn(location: { pathname: string; hash: string }): string | null {
  const fragment = location.hash.slice(1);
  const named = new URLSearchParams(fragment).get('code');
  if (named !== null && named !== '') return named;
  return location.pathname === '/login' && !fragment.includes('=') ? decoded(fragment) : null;
}

/** Null for nothing, and for what is no encoding of anything: `#%zz`. */
function decoded(fragment: string): string | null {
  try {
    return decodeURIComponent(fragment) || null;
  } catch {
    return null;
  }
}

export function pageToken(): string | null {
  return localStorage.getItem(STORED);
}

export function forgetPageToken(): void {
  localStorage.removeItem(STORED);
}

/** What goes along with every request; the cookie goes by itself. */
export function authHeaders(): Record<string, string> {
  const token = pageToken();
  return token === null ? {} : { 'x-amc-page': token };
}

/**
 * Trades the code in the address for a page token and takes it out of the address, before anything else can see it.
 * A code that is used up or wrong is no error here: without a token the stream will be refused, and the page says so.
 */
export async function enter(client: Client): Promise<void> {
  const code = codeIn(location);
  if (code === null) return;
  history.replaceState(null, '', location.pathname === '/login' ? '/' : location.pathname + location.search);
  try {
    const { pageToken: token } = await client.call('exchange', { body: { code } });
    localStorage.setItem(STORED, token);
  } catch {
    // The old token, if any, may still be good.
  }
}

/** Calls back when another tab was let in or thrown out. */
export function onTokenChange(listener: () => void): () => void {
  const heard = (event: StorageEvent): void => {
    if (event.key === STORED) listener();
  };
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}
