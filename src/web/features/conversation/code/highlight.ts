import { whenIdle } from '../../../lib/idle.ts';

/** A run of text in one colour; null: in none. */
export interface Run {
  text: string;
  look: Look | null;
}

/** The few things code is made of that have a colour; `styles/reading.css` says which. */
export type Look = 'keyword' | 'string' | 'number' | 'comment' | 'name' | 'added' | 'gone';

/** Of a longer text nothing is coloured: nobody reads it for its syntax. */
const LONGEST = 200_000;
/** So much is coloured at once; what is longer is done piece by piece while nobody waits. */
const PIECE = 8_000;

const KEPT = 60;
const kept = new Map<string, readonly Run[]>();

/** What was coloured before; null: not yet. */
export function knownRuns(text: string, language: string): readonly Run[] | null {
  return kept.get(`${language}\n${text}`) ?? null;
}

/**
 * Colours a text while nothing else is to do, and calls back once when it is done. Never for a language that is not known
 * or a text that is too long. The returned function ends it.
 */
export function highlightIdly(text: string, language: string, done: (runs: readonly Run[]) => void): () => void {
  if (text.length > LONGEST) return () => {};
  let ended = false;
  let cancel = (): void => {};
  const pieces = piecesOf(text);
  const runs: Run[] = [];
  void import('./lowlight.ts').then(({ colour, isKnown }) => {
    if (ended || !isKnown(language)) return;
    const step = (): void => {
      const piece = pieces.shift();
      if (piece !== undefined) runs.push(...colour(piece, language));
      if (pieces.length > 0) cancel = whenIdle(step);
      else {
        keep(`${language}\n${text}`, runs);
        done(runs);
      }
    };
    cancel = whenIdle(step);
  });
  return () => {
    ended = true;
    cancel();
  };
}

/** At ends of lines, best at empty ones: what spans a cut loses its colour behind it. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let rest = text; rest !== '';) {
    if (rest.length <= PIECE) {
      pieces.push(rest);
      break;
    }
    const gap = rest.lastIndexOf('\n\n', PIECE);
    const line = gap > PIECE / 2 ? gap + 2 : rest.lastIndexOf('\n', PIECE) + 1;
    const end = line > 0 ? line : PIECE;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return pieces;
}

function keep(key: string, runs: readonly Run[]): void {
  kept.set(key, runs);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}
