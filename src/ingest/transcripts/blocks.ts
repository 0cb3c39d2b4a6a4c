import type { ConversationItem } from '../../contract/conversation.ts';
import { isError, roleOf } from '../../core/search/item-text.ts';
import type { TextBlock } from '../../ports/history-store.ts';

/** Turns the items of a block into what is kept and what the full text is made of. */
export type PackItems = (items: readonly ConversationItem[]) => { packed: Uint8Array; text: Uint8Array };

/** A block is closed at the first record border behind so much text, in characters. */
const BLOCK_LENGTH = 32 * 1024;

/** Collects the items of a stretch into blocks. */
export class TextBlocks {
  readonly #pack: PackItems;
  readonly #blocks: TextBlock[] = [];
  #open: OpenBlock | null = null;

  constructor(pack: PackItems) {
    this.#pack = pack;
  }

  /** The items of the record at `[from, to)`. */
  add(items: readonly ConversationItem[], from: number, to: number): void {
    if (items.length === 0) return;
    const open = (this.#open ??= new OpenBlock(from));
    for (const item of items) open.add(item);
    open.to = to;
    if (open.length >= BLOCK_LENGTH) this.#close();
  }

  take(): TextBlock[] {
    this.#close();
    return this.#blocks;
  }

  #close(): void {
    if (this.#open === null) return;
    this.#blocks.push(this.#open.packedWith(this.#pack));
    this.#open = null;
  }
}

class OpenBlock {
  readonly from: number;
  to = 0;
  length = 0;
  readonly #items: ConversationItem[] = [];
  readonly #roles = new Set<string>();
  readonly #tools = new Set<string>();
  #hasError = false;
  #firstAt: number | null = null;
  #lastAt: number | null = null;

  constructor(from: number) {
    this.from = from;
  }

  add(item: ConversationItem): void {
    this.#items.push(item);
    this.#roles.add(roleOf(item));
    if (item.kind === 'tool_call') this.#tools.add(item.tool);
    if (isError(item)) this.#hasError = true;
    if (item.at !== undefined) {
      this.#firstAt = this.#firstAt === null ? item.at : Math.min(this.#firstAt, item.at);
      this.#lastAt = this.#lastAt === null ? item.at : Math.max(this.#lastAt, item.at);
    }
    this.length += lengthOf(item);
  }

  packedWith(pack: PackItems): TextBlock {
    return {
      from: this.from,
      to: this.to,
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
      roles: [...this.#roles],
      tools: [...this.#tools],
      hasError: this.#hasError,
      ...pack(this.#items),
    };
  }
}

function lengthOf(item: ConversationItem): number {
  switch (item.kind) {
    case 'tool_call':
      return item.summary.length + item.input.length;
    case 'tool_result':
      return item.output.length;
    default:
      return item.text.length;
  }
}
