import { refused, type Checked } from '../refusal.ts';

/** Origin-form only: one leading slash, then printable ASCII without `#` and backslash, which URL parsers rewrite. */
const ORIGIN_FORM = /^\/(?!\/)[!"$-[\]-~]*$/;
const CONTROL = /\p{Cc}/u;

/**
 * The decoded path of a request target. Refuses what two parsers could read in two ways: absolute form, `//host`,
 * backslashes, broken or overlong percent-encoding, control characters (400); dot segments and encoded slashes (404).
 */
export function decodeTarget(target: string, { maxBytes }: { maxBytes: number }): Checked<string> {
  if (target.length > maxBytes) {
    return refused({ status: 414, code: 'url_too_long', message: `The URL is longer than ${maxBytes} bytes.` });
  }
  if (!ORIGIN_FORM.test(target)) return malformed();
  const segments = decodeSegments(target.split('?', 1)[0] ?? '/');
  if (segments === null) return malformed();
  if (segments.some(leavesItsPlace)) {
    return refused({ status: 404, code: 'route_unknown', message: 'There is nothing at this path.' });
  }
  return { ok: true, value: segments.join('/') };
}

function decodeSegments(path: string): readonly string[] | null {
  try {
    const segments = path.split('/').map((segment) => decodeURIComponent(segment));
    return segments.some((segment) => CONTROL.test(segment)) ? null : segments;
  } catch {
    return null;
  }
}

function leavesItsPlace(segment: string): boolean {
  return segment === '.' || segment === '..' || segment.includes('/') || segment.includes('\\');
}

function malformed(): Checked<string> {
  return refused({ status: 400, code: 'target_malformed', message: 'The request target is malformed.' });
}
