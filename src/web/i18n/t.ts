import { en } from './en.ts';

type Messages = typeof en;
export type MessageKey = keyof Messages;
/** Keys whose text takes no parameters. */
export type PlainKey = { [K in MessageKey]: Messages[K] extends string ? K : never }[MessageKey];
type Params<K extends MessageKey> = Messages[K] extends (params: infer P) => string ? [params: P] : [];

/** The text of a key in the person's language: the only way any text gets on a screen. */
export function t<K extends MessageKey>(key: K, ...params: Params<K>): string {
  const message: string | ((params: never) => string) = en[key];
  return typeof message === 'string' ? message : message(params[0] as never);
}
