import type { PaneKeys } from '../../../contract/screen.ts';

export interface TypingQueueOptions {
  send: (keys: PaneKeys) => Promise<{ ok: boolean; reason?: string | undefined }>;
  /** A key was not taken: what was typed after it is dropped. */
  refused: (reason: string) => void;
}

/** Keys in the order they were pressed, one batch on its way at a time; what is typed meanwhile goes together. */
export class TypingQueue {
  readonly #options: TypingQueueOptions;
  #waiting: PaneKeys[] = [];
  #isSending = false;
  #stopped = false;

  constructor(options: TypingQueueOptions) {
    this.#options = options;
  }

  add(keys: PaneKeys): void {
    const last = this.#waiting.at(-1);
    if (last !== undefined && 'text' in last && 'text' in keys && canJoin(last.text, keys.text))
      this.#waiting[this.#waiting.length - 1] = { text: last.text + keys.text };
    else this.#waiting.push(keys);
    void this.#send();
  }

  /** What has not left yet is dropped. */
  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
  }

  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let keys = this.#waiting.shift(); keys !== undefined; keys = this.#waiting.shift()) {
      const reason = await this.#options.send(keys).then(
        ({ ok, reason: why }) => (ok ? null : (why ?? '')),
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      if (reason === null || this.#stopped) continue;
      this.stop();
      this.#options.refused(reason);
    }
    this.#isSending = false;
  }
}

const MOST_CHARACTERS = 4_000;

/** A text of several lines is a paste of its own. */
function canJoin(before: string, text: string): boolean {
  return before.length + text.length <= MOST_CHARACTERS && !/[\n\t]/.test(before + text);
}
