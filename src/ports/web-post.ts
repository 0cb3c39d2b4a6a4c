export interface WebPost {
  /** http or https. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  timeoutMs: number;
}

/** What came of it. Only an answer says that it arrived. */
export type WebPostResult =
  | { outcome: 'answered'; status: number; /** The beginning of what was answered. */ text: string }
  /** It wants to be asked elsewhere: that is left to a person. */
  | { outcome: 'redirected'; status: number; to: string }
  /** No connection was made: it cannot have arrived. */
  | { outcome: 'not_reached'; reason: string }
  /** There was a connection, and no answer: it may have arrived. */
  | { outcome: 'unknown'; reason: string };

/** Sends one request to an address that a person wrote down: no redirect, no proxy, no retry. Never throws. */
export type PostToWeb = (post: WebPost) => Promise<WebPostResult>;
