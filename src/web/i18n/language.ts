/** Texts of one area: plain ones, and those that are made of parameters. */
export type Texts = Readonly<Record<string, string | ((params: never) => string)>>;

/** The same texts in another language: every key, with the same parameters. */
export type Translated<T extends Texts> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] };

type Params<T extends Texts, K extends keyof T> = T[K] extends (params: infer P) => string ? [params: P] : [];
export type Translate<T extends Texts> = <K extends keyof T>(key: K, ...params: Params<T, K>) => string;

/** Texts of the person's language by area; empty for English, which lies beside the code that uses it. */
let spoken: Readonly<Record<string, Texts>> = {};

/** What the server says in English, in the person's language; null: that is English. */
let saidByServer: ((text: string) => string) | null = null;

/** Called once, before anything is drawn. */
export function speak(texts: Readonly<Record<string, Texts>>, server: ((text: string) => string) | null = null): void {
  spoken = texts;
  saidByServer = server;
}

/** A sentence that the server made (a reason, a piece of evidence, a step); what is not known stays English. */
export function ofServer(text: string): string {
  return saidByServer === null ? text : saidByServer(text);
}

/**
 * The texts of one area (`i18n/en/<area>.ts`), in the person's language: the only way any text gets on a screen. Used by a
 * lazy screen, its English is part of that screen's chunk.
 */
export function translator<T extends Texts>(area: string, english: T): Translate<T> {
  return (key, ...params) => {
    const message = spoken[area]?.[key as string] ?? english[key];
    if (message === undefined) return String(key);
    return typeof message === 'string' ? message : message(params[0] as never);
  };
}
