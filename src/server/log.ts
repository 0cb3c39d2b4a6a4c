/**
 * What the server writes down: one short sentence and plain fields. It never hands over a token, a code, a cookie, a query
 * or a body.
 */
export interface ServerLog {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}
