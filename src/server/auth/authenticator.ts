import type { Clock } from '../../ports/clock.ts';
import type { RequestFacts } from '../guard/facts.ts';
import { refused, type Checked, type Refusal } from '../refusal.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import { cookieValues } from './cookie.ts';
import { FailureLimit } from './failure-limit.ts';
import { OneTimeCodes } from './one-time-codes.ts';
import { hashSecret, sameHash } from './secrets.ts';

/** Who asks: somebody who could read `server.json`, or a page of ours in a browser that was let in by a code. */
export type Principal = 'bearer' | 'browser';

export interface AuthenticatorOptions {
  clock: Clock;
  token: string;
  sessions: BrowserSessions;
}

/** Decides who somebody is. There is no way to turn it off. */
export class Authenticator {
  readonly #tokenHash: string;
  readonly #sessions: BrowserSessions;
  readonly #codes: OneTimeCodes;
  readonly #failures: FailureLimit;

  constructor({ clock, token, sessions }: AuthenticatorOptions) {
    this.#tokenHash = hashSecret(token);
    this.#sessions = sessions;
    this.#codes = new OneTimeCodes({ clock });
    this.#failures = new FailureLimit({ clock });
  }

  authenticate({ header }: RequestFacts): Checked<Principal> {
    const authorization = header('authorization')[0];
    const cookies = cookieValues(header('cookie'), this.#sessions.cookieName);
    const pageToken = header('x-amc-page')[0];
    if (authorization !== undefined && header('origin').length === 0 && this.#isToken(authorization)) {
      return { ok: true, value: 'bearer' };
    }
    if (authorization === undefined && pageToken !== undefined && this.#sessions.has({ cookies, pageToken })) {
      return { ok: true, value: 'browser' };
    }
    const isGuess = authorization !== undefined || pageToken !== undefined;
    return refused(isGuess ? this.#failed() : unauthenticated());
  }

  mintCode(options: { ttlMs: number }): string {
    return this.#codes.mint(options);
  }

  /** Trades a code for a new browser session. */
  exchange(code: string): Checked<{ setCookie: string; pageToken: string }> {
    if (!this.#codes.redeem(code)) return refused(this.#failed());
    const { cookie, pageToken } = this.#sessions.open();
    return { ok: true, value: { setCookie: this.#sessions.setCookie(cookie), pageToken } };
  }

  #isToken(authorization: string): boolean {
    const token = /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '';
    return sameHash(hashSecret(token), this.#tokenHash);
  }

  #failed(): Refusal {
    const limited = this.#failures.count();
    return limited === null ? unauthenticated() : tooManyFailures(limited.retryAfterS);
  }
}

function unauthenticated(): Refusal {
  return {
    status: 401,
    code: 'unauthenticated',
    message: 'This needs a browser session or the token of this server.',
    next: 'Run `amc open` and use the link it opens.',
    headers: { 'WWW-Authenticate': 'Bearer' },
  };
}

function tooManyFailures(retryAfterS: number): Refusal {
  return {
    status: 429,
    code: 'too_many_failures',
    message: 'There were too many wrong credentials in the last minute.',
    next: 'Run `amc open` and use the link it opens.',
    headers: { 'Retry-After': String(retryAfterS) },
  };
}
