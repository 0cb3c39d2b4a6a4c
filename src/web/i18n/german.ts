import type { Texts } from './language.ts';
import { serverGermanPlaces } from './server-german-places.ts';
import { serverGerman } from './server-german.ts';
import { serverTranslator } from './server-words.ts';

const files = import.meta.glob<Record<string, Texts>>('./de/*.ts', { eager: true });

/** Every text in German, by area: `de/<area>.ts` is the German of `en/<area>.ts`, `de/base.ts` that of `en.ts`. */
export const german: Readonly<Record<string, Texts>> = Object.fromEntries(
  Object.entries(files).map(([path, texts]) => [/(\w+)\.ts$/.exec(path)?.[1] ?? path, Object.values(texts)[0] ?? {}]),
);

/** Sentences of the server. */
export const ofServerInGerman = serverTranslator([...serverGerman, ...serverGermanPlaces]);
