import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { german } from './german.ts';
import type { Texts } from './language.ts';

const files: Record<string, Record<string, Texts>> = import.meta.glob('./en/*.ts', { eager: true });
const english = new Map<string, Texts>([
  ['base', en],
  ...Object.entries(files).map(([path, texts]): [string, Texts] => [
    /([\w-]+)\.ts$/.exec(path)?.[1] ?? path,
    Object.assign({}, ...Object.values(texts)) as Texts,
  ]),
]);

describe('German', () => {
  it.each([...english])('has every text of %s, and no other', (area, texts) => {
    expect(Object.keys(german[area] ?? {}).toSorted()).toEqual(Object.keys(texts).toSorted());
  });

  it.each([...english])('takes the same parts in %s', (area, texts) => {
    const different = Object.keys(texts).filter((key) => typeof texts[key] !== typeof german[area]?.[key]);
    expect(different).toEqual([]);
  });

  it('is written as German is: dots of omission stand apart, quotes are „these“, nobody is “Sie”', () => {
    const texts = Object.entries(german).flatMap(([area, all]) =>
      Object.entries(all).flatMap(([key, text]) =>
        typeof text === 'string' ? [[`${area} ${key}`, text] as const] : [],
      ),
    );
    const wrong = texts.filter(([, text]) => /[^\s]…|“[^“]*”|"[^"]*"|\b(?:Ihre|Ihnen|Ihr)\b/.test(text));
    expect(wrong.map(([name]) => name)).toEqual([]);
  });
});
