import type { Refusal } from '../refusal.ts';
import type { RequestFacts } from './facts.ts';

/**
 * What the browser says about where the request comes from. Absent means no evidence, never consent. `none` is a person
 * who typed or opened the address; that is good for looking at a page and for nothing else.
 */
export function checkFetchMetadata({ method, header, upgrade }: RequestFacts): Refusal | null {
  const site = header('sec-fetch-site')[0];
  if (site === undefined || site === 'same-origin') return null;
  const isNavigation = header('sec-fetch-mode')[0] === 'navigate' && header('sec-fetch-dest')[0] === 'document';
  const isLooking = (method === 'GET' || method === 'HEAD') && !upgrade;
  if (site === 'none' && isLooking && isNavigation) return null;
  return { status: 403, code: 'site_foreign', message: 'Another page or port may not ask this.' };
}
