import type { Refusal } from '../refusal.ts';
import { carriesBearer, isUnsafe, type RequestFacts } from './facts.ts';

/**
 * Who asks. A page says so in `Origin`: it must be this server's own, to the letter. Without it only a client that
 * carries a bearer token may change anything, and a cookie that comes with no other sign of our own page is not believed.
 */
export function checkOrigin(facts: RequestFacts): Refusal | null {
  const { header } = facts;
  const origin = header('origin')[0];
  if (origin !== undefined) {
    return origin === `http://${(header('host')[0] ?? '').toLowerCase()}` ? null : foreign();
  }
  if (carriesBearer(facts)) return null;
  if (isUnsafe(facts)) {
    return {
      status: 403,
      code: 'origin_missing',
      message: 'A request that changes something needs an Origin or a bearer token.',
    };
  }
  return hasOnlyCookie(facts) ? foreign() : null;
}

/** A page of ours always adds `x-amc-page` or is vouched for by `Sec-Fetch-Site`, which browsers omit after a rebind. */
function hasOnlyCookie({ header }: RequestFacts): boolean {
  return header('cookie').length > 0 && header('x-amc-page').length === 0 && header('sec-fetch-site').length === 0;
}

function foreign(): Refusal {
  return { status: 403, code: 'origin_foreign', message: 'Only this server’s own page may ask this.' };
}
