import type { Authenticator } from '../auth/authenticator.ts';
import { refused } from '../refusal.ts';
import type { Handlers } from './handlers.ts';

/** How a person's browser gets in: `amc open` mints a code, the page trades it. */
export function authHandlers(options: {
  auth: Authenticator;
  mintCode: (options: { ttlMs: number }) => { code: string; url: string };
}): Pick<Handlers, 'exchange' | 'mintCode'> {
  return {
    exchange: ({ body }, { header, setReplyHeader }) => {
      if (header('origin') === undefined) {
        return refused({
          status: 403,
          code: 'origin_missing',
          message: 'Only this server’s own page may trade a code.',
        });
      }
      const exchanged = options.auth.exchange(body.code);
      if (!exchanged.ok) return exchanged;
      setReplyHeader('Set-Cookie', exchanged.value.setCookie);
      return { ok: true, value: { pageToken: exchanged.value.pageToken } };
    },
    mintCode: () => ({ ok: true, value: options.mintCode({ ttlMs: OPEN_CODE_TTL_MS }) }),
  };
}

/** `amc open` hands the link to the browser at once. */
const OPEN_CODE_TTL_MS = 60_000;
