import type { Clock } from '../../ports/clock.ts';
import { hashSecret, newSecret, sameHash } from './secrets.ts';
import type { BrowserSession, SessionFile } from './session-file.ts';

export const SESSION_TTL_MS = 30 * 24 * 3_600_000;
const MAX_SESSIONS = 50;

export interface BrowserSessionsOptions {
  clock: Clock;
  file: SessionFile;
  /** Called after every change. */
  save: (file: SessionFile) => void;
}

/**
 * A browser session is a pair: a cookie, which other ports of this machine get to see, and a page token, which only this
 * origin's pages can hold. Neither opens anything without the other. Kept as hashes; survives restarts.
 */
export class BrowserSessions {
  readonly cookieName: string;
  readonly #options: BrowserSessionsOptions;
  #sessions: readonly BrowserSession[];

  constructor(options: BrowserSessionsOptions) {
    this.#options = options;
    this.cookieName = `amc_${options.file.instance}`;
    this.#sessions = options.file.sessions;
  }

  open(): { cookie: string; pageToken: string } {
    const now = this.#options.clock();
    const cookie = newSecret();
    const pageToken = newSecret();
    const session: BrowserSession = {
      cookieHash: hashSecret(cookie),
      pageHash: hashSecret(pageToken),
      createdAt: now,
      expiresAt: now + SESSION_TTL_MS,
    };
    this.#sessions = [...this.#live(), session].slice(-MAX_SESSIONS);
    this.#options.save({ ...this.#options.file, sessions: [...this.#sessions] });
    return { cookie, pageToken };
  }

  /** Whether one of the cookies and the page token belong to the same live session. */
  has({ cookies, pageToken }: { cookies: readonly string[]; pageToken: string }): boolean {
    const cookieHashes = cookies.map(hashSecret);
    const pageHash = hashSecret(pageToken);
    return this.#live().some(
      (session) =>
        sameHash(session.pageHash, pageHash) && cookieHashes.some((hash) => sameHash(session.cookieHash, hash)),
    );
  }

  /** The `Set-Cookie` value. No `Secure`: the server speaks plain HTTP, on loopback only. */
  setCookie(cookie: string): string {
    return `${this.cookieName}=${cookie}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${SESSION_TTL_MS / 1000}`;
  }

  #live(): readonly BrowserSession[] {
    const now = this.#options.clock();
    return this.#sessions.filter(({ expiresAt }) => expiresAt > now);
  }
}
