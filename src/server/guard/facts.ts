import type { IncomingMessage } from 'node:http';

/** A request as it came over the wire, before anything has interpreted it. */
export interface RequestFacts {
  method: string;
  target: string;
  /** All values of a header (lower-case name), in the order they came. */
  header: (name: string) => readonly string[];
  upgrade: boolean;
}

/** Reads `rawHeaders`, because Node's `headers` hides repeated ones (of two `Host` headers it keeps the first). */
export function factsOf(incoming: IncomingMessage, { upgrade = false } = {}): RequestFacts {
  const values = new Map<string, string[]>();
  const { rawHeaders } = incoming;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const value = rawHeaders[at + 1] ?? '';
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    header: (name) => values.get(name) ?? [],
    upgrade,
  };
}

/** Whether the request may change something. */
export function isUnsafe({ method, upgrade }: RequestFacts): boolean {
  return upgrade || !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

/** A client that is no browser page proves itself with this header. Whether the token is right is decided later. */
export function carriesBearer({ header }: RequestFacts): boolean {
  return /^bearer +\S/i.test(header('authorization')[0] ?? '');
}
