/** Pairs of what the server says in English and the same in another language; `{}` is what changes, in the same order. */
export type ServerWords = readonly (readonly [english: string, other: string])[];

/** At the place of `{}` stands a name, a number, a path; at that of `{*}` another sentence of the server. */
const HOLE = /\{\*?\}/g;

interface Pattern {
  looks: RegExp;
  isSentence: readonly boolean[];
  other: string;
}

/** Kept for what is said again and again. */
const MOST_KEPT = 500;

/**
 * Says sentences of the server in another language. What is not known stays as it is: quotes of agents and of the system
 * too, which are nobody's to translate.
 */
export function serverTranslator(words: ServerWords): (text: string) => string {
  const plain = new Map(words.filter(([english]) => !english.includes('{')));
  const patterns = words.filter(([english]) => english.includes('{')).map(patternOf);
  const kept = new Map<string, string>();
  const known = (text: string): string | null => {
    for (const { looks, isSentence, other } of patterns) {
      const found = looks.exec(text);
      if (found === null) continue;
      let at = 0;
      return other.replaceAll(HOLE, () => {
        at += 1;
        const part = found[at] ?? '';
        return isSentence[at - 1] === true ? said(part) : part;
      });
    }
    return null;
  };
  /** Several sentences may stand one behind the other; a pattern must not take them for one. */
  const translated = (text: string): string => {
    const exact = plain.get(text);
    if (exact !== undefined) return exact;
    const sentences = text.split(/(?<=[.!]) (?=[A-Z`])/).map((one) => ({ one, other: plain.get(one) ?? known(one) }));
    const isKnown = sentences.every(({ other }) => other !== null);
    const whole = isKnown && sentences.length > 1 ? null : known(text);
    return whole ?? sentences.map(({ one, other }) => other ?? one).join(' ');
  };
  function said(text: string): string {
    const before = kept.get(text);
    if (before !== undefined) return before;
    const now = translated(text);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(text, now);
    return now;
  }
  return said;
}

function patternOf([english, other]: ServerWords[number]): Pattern {
  const source = english
    .split(HOLE)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('(.+?)');
  const isSentence = [...english.matchAll(HOLE)].map(([hole]) => hole === '{*}');
  return { looks: new RegExp(`^${source}$`, 's'), isSentence, other };
}
