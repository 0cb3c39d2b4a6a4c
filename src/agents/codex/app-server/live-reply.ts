import { firstLine, innerCommand } from '../command-text.ts';
import type { News } from '../observe.ts';
import type { Item } from './schemas.ts';

type Saying = Extract<News, { type: 'saying' }>;
type Told = Omit<Saying, 'type' | 'source' | 'at'>;

interface Open {
  of?: 'thinking' | 'output';
  title?: string;
  /** Something of it was told. */
  told: boolean;
  /** The part of its thoughts that was told last. */
  part: number;
}

/**
 * What a thread writes now, piece by piece: its message, its thoughts, what its commands print. What was not heard from
 * its beginning is left alone: FORMAT.md §12.
 */
export class LiveReply {
  readonly #tell: (saying: Told) => void;
  readonly #open = new Map<string, Open>();

  constructor(tell: (saying: Told) => void) {
    this.#tell = tell;
  }

  started(item: Item): void {
    const begun = begunBy(item);
    if (begun === null) return;
    // Commands may run side by side; messages and thoughts follow each other.
    if (begun.of !== 'output') this.#drop(({ of }) => of === begun.of);
    this.#open.set(item.id, { ...begun, told: false, part: 0 });
  }

  /** `part`: of thoughts, which stand apart. */
  continued(itemId: string, more: string, part = 0): void {
    const open = this.#open.get(itemId);
    if (open === undefined || more === '') return;
    const apart = open.told && part !== open.part ? '\n\n' : '';
    Object.assign(open, { told: true, part });
    this.#tell({ itemId, ...whatOf(open), more: apart + more, over: false });
  }

  /** It is on record. */
  ended({ id }: Item): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    this.#open.delete(id);
    if (isTold(open)) this.#tell({ itemId: id, ...whatOf(open), more: '', over: true });
  }

  /** Its turn ended without it, or nothing more will be heard of it. */
  dropped(): void {
    this.#drop(() => true);
  }

  #drop(which: (open: Open) => boolean): void {
    for (const [itemId, open] of this.#open) {
      if (!which(open)) continue;
      this.#open.delete(itemId);
      if (isTold(open)) this.#tell({ itemId, ...whatOf(open), more: '', over: true, dropped: true });
    }
  }
}

function begunBy(item: Item): Pick<Open, 'of' | 'title'> | null {
  switch (item.type) {
    case 'agentMessage':
      return {};
    case 'reasoning':
      return { of: 'thinking' };
    case 'commandExecution': {
      const command = item['command'];
      return { of: 'output', title: typeof command === 'string' ? firstLine(innerCommand(command)) : '' };
    }
    default:
      return null;
  }
}

function whatOf({ of, title }: Open): Pick<Told, 'of' | 'title'> {
  return { ...(of === undefined ? {} : { of }), ...(title === undefined ? {} : { title }) };
}

/** Of a message its end is always told; a command that printed nothing, and thoughts that nobody heard, are no news. */
function isTold({ of, told }: Open): boolean {
  return told || of === undefined;
}
