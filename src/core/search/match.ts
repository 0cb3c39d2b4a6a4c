import type { ConversationItem } from '../../contract/conversation.ts';
import { finderOf, type Find, type Found } from './find.ts';
import { searchedText } from './item-text.ts';
import { evaluate, wantedTerms, type FilterNode, type ParsedQuery, type QueryNode, type TextNode } from './query.ts';

/** More places than this say no more about how well a message matches. */
const PLACES = 12;

/** A message that matches. */
export interface Match {
  item: ConversationItem;
  /** Of its place among the items looked at. */
  index: number;
  text: string;
  /** Where each term that is looked for stands, in the order typed. */
  places: readonly (readonly Found[])[];
  /** All by itself; else together with messages of the same turn. */
  alone: boolean;
}

/** Whether an item is what a filter asks for. */
export type Passes = (filter: FilterNode, item: ConversationItem) => boolean;

/** Finds what a query asks for among items; remembers nothing between calls. */
export class Matcher {
  readonly #root: QueryNode;
  readonly #wanted: readonly TextNode[];
  readonly #finders = new Map<TextNode, Find>();

  /** It has a regular expression, which may take for ever: whoever matches has to end it then. */
  readonly mayHang: boolean;

  constructor({ root }: ParsedQuery) {
    this.#root = root;
    this.#wanted = wantedTerms(root);
    const nodes = textNodes(root);
    for (const node of nodes) this.#finders.set(node, finderOf(node.term));
    this.mayHang = nodes.some(({ term }) => term.kind === 'regex');
  }

  /**
   * Items that match, in order. In a turn where none does alone, the item with most of what is looked for stands for
   * the turn when its messages match together; what is left out must be in none of them.
   */
  match(items: readonly ConversationItem[], passes: Passes): Match[] {
    return turnsOf(items).flatMap((turn) => this.#matchTurn(turn, passes));
  }

  #matchTurn(turn: readonly Seen[], passes: Passes): Match[] {
    const alone = turn.filter((seen) =>
      evaluate(this.#root, (leaf) => (leaf.type === 'text' ? this.#has(seen, leaf) : passes(leaf, seen.item))),
    );
    if (alone.length > 0) return alone.map((seen) => this.#told(seen, true));
    if (turn.length < 2 || this.#finders.size < 2) return [];
    const together = this.#standsFor(turn, passes);
    return together === null ? [] : [this.#told(together, false)];
  }

  #standsFor(turn: readonly Seen[], passes: Passes): Seen | null {
    const inTurn = new Map<TextNode, boolean>();
    for (const node of this.#finders.keys())
      inTurn.set(
        node,
        turn.some((seen) => this.#has(seen, node)),
      );
    const most = (seen: Seen): number => this.#wanted.filter((node) => this.#has(seen, node)).length;
    const fitting = turn
      .filter((seen) => most(seen) > 0)
      .filter(({ item }) =>
        evaluate(this.#root, (leaf) => (leaf.type === 'text' ? inTurn.get(leaf) === true : passes(leaf, item))),
      )
      .sort((a, b) => most(b) - most(a));
    return fitting[0] ?? null;
  }

  #has(seen: Seen, node: TextNode): boolean {
    return this.#places(seen, node, 1).length > 0;
  }

  #told({ item, index, text }: Seen, alone: boolean): Match {
    const places = this.#wanted.map((node) => this.#finders.get(node)?.(text, PLACES) ?? []);
    return { item, index, text, places, alone };
  }

  #places(seen: Seen, node: TextNode, limit: number): readonly Found[] {
    const known = seen.found.get(node);
    if (known !== undefined) return known;
    const found = this.#finders.get(node)?.(seen.text, limit) ?? [];
    seen.found.set(node, found);
    return found;
  }
}

interface Seen {
  item: ConversationItem;
  index: number;
  text: string;
  found: Map<TextNode, readonly Found[]>;
}

function turnsOf(items: readonly ConversationItem[]): Seen[][] {
  const turns: Seen[][] = [];
  for (const [index, item] of items.entries()) {
    const seen = { item, index, text: searchedText(item), found: new Map() };
    const last = turns.at(-1);
    if (last === undefined || item.kind === 'prompt') turns.push([seen]);
    else last.push(seen);
  }
  return turns;
}

function textNodes(node: QueryNode): TextNode[] {
  switch (node.type) {
    case 'text':
      return [node];
    case 'all':
    case 'any':
      return node.nodes.flatMap(textNodes);
    case 'not':
      return textNodes(node.node);
    case 'filter':
      return [];
  }
}
