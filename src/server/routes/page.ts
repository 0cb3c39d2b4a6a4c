import type { Hono } from 'hono';
import { methodNotAllowed, replyRefusal, routeUnknown, send, type ServerContext, type ServerEnv } from '../env.ts';
import type { RequestFacts } from '../guard/facts.ts';
import type { StaticFile, StaticFiles } from '../static-files.ts';

/** The original's second page; it leads to the one page there is. */
const OLD_PAGES = new Set(['/old', '/dashboard.html']);
const PAGE = '/index.html';
/** A route of the page: no empty or hidden segment, no file extension at the end. */
const PAGE_ROUTE = /^(?:\/(?!\.)[\w.~:@!$&'()*+,;=-]+)+$/;
const FILE_NAME = /\.[a-z0-9]{1,11}$/i;

/** The dashboard. It holds no secrets, so it needs no credentials; the guard has seen the request all the same. */
export function registerPage(app: Hono<ServerEnv>, files: StaticFiles): void {
  app.all('*', async (c) => {
    const { path, facts } = c.env;
    const isOldPage = OLD_PAGES.has(path);
    const file = files.get(path === '/' || wantsPage(path, facts) ? PAGE : path);
    if (file === undefined && !isOldPage) return path === '/' ? notBuilt(c) : replyRefusal(c, routeUnknown());
    if (facts.method !== 'GET' && facts.method !== 'HEAD') return replyRefusal(c, methodNotAllowed(['GET']));
    if (isOldPage || file === undefined) return send(c, { status: 302, headers: { Location: '/' }, body: '' });
    return serve(c, file);
  });
}

/** A person who opens or reloads a place inside the page gets the page. */
function wantsPage(path: string, { method, header }: RequestFacts): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (path === '/api' || path.startsWith('/api/')) return false;
  if (!PAGE_ROUTE.test(path) || FILE_NAME.test(path)) return false;
  const dest = header('sec-fetch-dest')[0];
  return dest === undefined ? (header('accept')[0] ?? '').includes('text/html') : dest === 'document';
}

async function serve(c: ServerContext, file: StaticFile): Promise<Response> {
  const { header } = c.env.facts;
  const gzipped = /\bgzip\b/.test(header('accept-encoding')[0] ?? '') ? await file.gzipped() : null;
  const etag = `"${file.etag}${gzipped === null ? '' : '-gz'}"`;
  const headers: Record<string, string> = {
    'Content-Type': file.type,
    'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: etag,
    Vary: 'Accept-Encoding',
    ...(gzipped === null ? {} : { 'Content-Encoding': 'gzip' }),
  };
  const known = (header('if-none-match')[0] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(etag)) return send(c, { status: 304, headers });
  return send(c, { headers, body: gzipped ?? file.bytes });
}

function notBuilt(c: ServerContext): Response {
  const text = 'AMC runs, but its page has not been built. In a checkout: npm run build, then start it again.\n';
  return send(c, { status: 503, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: text });
}
