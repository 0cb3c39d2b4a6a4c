import { messageOf } from '../../lib/message-of.ts';
import { isJsonObject } from '../../lib/json.ts';

const KEPT = 500;
const NAME = 'notified';

export interface TextStore {
  setting(name: string): string | null;
  setSetting(name: string, body: string): void;
}

/** What somebody was told of already: written down before it is told, so that a restart tells nothing twice. */
export class Told {
  readonly #store: TextStore;
  readonly #ids: Set<string>;

  readonly #onProblem: (problem: { code: string; message: string }) => void;

  /** `onProblem`: told what could not be written; it holds until AMC ends then. */
  constructor(store: TextStore, onProblem: (problem: { code: string; message: string }) => void) {
    this.#store = store;
    this.#onProblem = onProblem;
    this.#ids = new Set(idsIn(store.setting(NAME)));
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(ids: readonly string[]): void {
    for (const id of ids) {
      this.#ids.delete(id);
      this.#ids.add(id);
    }
    for (const id of [...this.#ids].slice(0, -KEPT)) this.#ids.delete(id);
    this.#write();
  }

  /** They may be told again. */
  forget(ids: readonly string[]): void {
    const known = ids.filter((id) => this.#ids.delete(id));
    if (known.length > 0) this.#write();
  }

  #write(): void {
    try {
      this.#store.setSetting(NAME, JSON.stringify({ ids: [...this.#ids] }));
    } catch (error) {
      this.#onProblem({ code: 'told_not_written', message: messageOf(error) });
    }
  }
}

/** What cannot be read is as if nobody had been told. */
function idsIn(text: string | null): string[] {
  try {
    const stored: unknown = JSON.parse(text ?? '{}');
    const ids = isJsonObject(stored) ? stored.ids : null;
    return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
