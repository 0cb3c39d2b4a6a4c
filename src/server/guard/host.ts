import type { Refusal } from '../refusal.ts';
import type { RequestFacts } from './facts.ts';

/**
 * The authorities this server answers to. After a DNS rebind `Host` is the only header that still names the attacker, so
 * it is compared as a whole, port included, with a closed list; forwarded headers are never looked at.
 */
export function ownAuthorities(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

export function checkHost({ header }: RequestFacts, authorities: readonly string[]): Refusal | null {
  const [host, second] = header('host');
  if (host === undefined || host === '' || second !== undefined) {
    return { status: 400, code: 'host_malformed', message: 'Exactly one Host header is required.' };
  }
  if (authorities.includes(host.toLowerCase())) return null;
  return {
    status: 403,
    code: 'host_foreign',
    message: 'This server answers only to its own address.',
    next: 'Open the address that `amc open` prints.',
  };
}
