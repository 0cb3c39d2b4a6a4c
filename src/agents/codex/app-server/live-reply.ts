import type { News } from '../observe.ts';
import type { Item } from './schemas.ts';

type Saying = Extract<News, { type: 'saying' }>;

/** The message a thread writes now, piece by piece. One whose beginning was not heard is left alone: FORMAT.md §12. */
export class LiveReply {
  readonly #tell: (saying: Omit<Saying, 'type' | 'source' | 'at'>) => void;
  #itemId: string | null = null;

  constructor(tell: (saying: Omit<Saying, 'type' | 'source' | 'at'>) => void) {
    this.#tell = tell;
  }

  started({ type, id }: Item): void {
    if (type !== 'agentMessage') return;
    this.dropped();
    this.#itemId = id;
  }

  continued(itemId: string, more: string): void {
    if (itemId === this.#itemId && more !== '') this.#tell({ itemId, more, over: false });
  }

  /** It is on record. */
  ended({ id }: Item): void {
    if (id !== this.#itemId) return;
    this.#itemId = null;
    this.#tell({ itemId: id, more: '', over: true });
  }

  /** Its turn ended without it, or nothing more will be heard of it. */
  dropped(): void {
    const itemId = this.#itemId;
    if (itemId === null) return;
    this.#itemId = null;
    this.#tell({ itemId, more: '', over: true, dropped: true });
  }
}
