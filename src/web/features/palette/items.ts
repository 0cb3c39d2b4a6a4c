import { defaultFilter } from 'cmdk';
import type { ShapeName, Tone } from '../../ui/shape.tsx';

export const PARTS = [
  'requests',
  'session',
  'page',
  'recent',
  'places',
  'sessions',
  'settings',
  'history',
  'hits',
  'search',
] as const;
export type PartName = (typeof PARTS)[number];

/** Something that can be reached or done. */
export interface PaletteItem {
  /** Its own, also when the palette is opened again: what was chosen lately is known by it. */
  id: string;
  part: PartName;
  label: string;
  /** Second in the line: where it is, what it is about. */
  about?: string;
  sign?: { name: ShapeName; tone: Tone };
  /** The key that does the same. */
  keys?: string;
  /** What else it can be found by. */
  words?: readonly string[];
  /** Whether it can be offered again as something recent. */
  isLasting?: true;
  run: () => void;
}

export interface Part {
  name: PartName;
  items: readonly PaletteItem[];
}

/** Below this a match is letters that happen to stand in this order. */
const LEAST = 0.015;
const MOST_OF_PART: Readonly<Partial<Record<PartName, number>>> = { sessions: 8, session: 8 };
const MOST = 6;
/** Before anything is typed: what waits, what can be done here, where one was, where one can go. */
const AT_FIRST: Readonly<Partial<Record<PartName, number>>> = { requests: 5, session: 6, recent: 5, places: 10 };

/** What is offered for a text: the parts with the best matches first. */
export function partsFor(items: readonly PaletteItem[], query: string): Part[] {
  const wanted = query.trim();
  if (wanted === '') return inParts(items, (name, own) => own.slice(0, AT_FIRST[name] ?? 0));
  const scores = new Map(items.map((item) => [item, scoreOf(item, wanted)]));
  const score = (item: PaletteItem): number => scores.get(item) ?? 0;
  const parts = inParts(
    // What was recent is found under its own part.
    items.filter((item) => item.part !== 'recent' && score(item) > LEAST),
    (name, own) => own.toSorted((a, b) => score(b) - score(a)).slice(0, MOST_OF_PART[name] ?? MOST),
  );
  const best = ({ name, items: [first] }: Part): number =>
    name === 'search' || first === undefined ? 0 : name === 'hits' || name === 'history' ? 0.01 : score(first);
  return parts.sort((a, b) => best(b) - best(a));
}

function inParts(
  items: readonly PaletteItem[],
  chosen: (name: PartName, own: readonly PaletteItem[]) => readonly PaletteItem[],
): Part[] {
  return PARTS.map((name) => ({
    name,
    items: chosen(
      name,
      items.filter(({ part }) => part === name),
    ),
  })).filter((part) => part.items.length > 0);
}

/** What the server found is found by what stands in it, not by its name. */
function scoreOf({ part, label, about = '', words = [] }: PaletteItem, query: string): number {
  if (part === 'hits' || part === 'history' || part === 'search') return 1;
  return defaultFilter(label, query, [about, ...words]);
}
