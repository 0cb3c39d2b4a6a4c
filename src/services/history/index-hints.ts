import type { SessionRef } from '../../contract/session.ts';
import { Coalescer } from '../coalescer.ts';

export interface IndexHintsOptions {
  /** The file that holds a session's conversation. */
  transcriptOf: (ref: SessionRef) => Promise<string | null>;
  hint: (path: string) => void;
}

/** Tells the index which files were just written to: each once per burst, by what the adapters see anyway. */
export class IndexHints {
  readonly #options: IndexHintsOptions;
  readonly #refs = new Map<string, SessionRef>();
  readonly #flush: Coalescer;

  constructor(options: IndexHintsOptions) {
    this.#options = options;
    this.#flush = new Coalescer((keys) => keys.forEach((key) => void this.#hint(key)));
  }

  changed(ref: SessionRef): void {
    const key = `${ref.agent}:${ref.id}`;
    this.#refs.set(key, ref);
    this.#flush.mark(key);
  }

  dispose(): void {
    this.#flush.dispose();
  }

  async #hint(key: string): Promise<void> {
    const ref = this.#refs.get(key);
    this.#refs.delete(key);
    // A file that cannot be found now is found by the index's own look at the folders.
    const path = ref === undefined ? null : await this.#options.transcriptOf(ref).catch(() => null);
    if (path !== null) this.#options.hint(path);
  }
}
