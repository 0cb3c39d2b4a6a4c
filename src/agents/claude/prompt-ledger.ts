import type { Tell } from './tell.ts';
import { isMachineText, withoutPasteMarks } from './user-text.ts';

const KEPT = 500;

/**
 * Tells each prompt that a person sent once, though up to three records speak of it: the hook, the queue and the
 * transcript's own message. They are tied by the prompt's id, and for queued prompts by the text. See FORMAT.md, "Prompts".
 */
export class PromptLedger {
  readonly #tell: Tell;
  /** Ids of prompts that were told. */
  readonly #told = new Set<string>();
  /** Texts that wait in Claude Code's queue, oldest first. */
  #queue: string[] = [];

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  /**
   * The hook fires when a prompt is queued too, and then with the id of the turn that is running: such a one is left to
   * the queue's own record.
   */
  fromHook({ promptId, text: given, at }: { promptId: string | undefined; text: string; at: number }): void {
    const text = withoutPasteMarks(given);
    // Only the transcript says which marks stand for images, and how a command was written.
    if (isMachineText(text) || promptId === undefined || /^(\[Image #\d|\s*\/)/.test(text)) return;
    if (this.#remember(promptId))
      this.#tell({ type: 'prompt_recorded', source: 'hook', at, text, recordId: promptId, queued: false });
  }

  queued({ text, at, recordId }: { text: string; at: number; recordId: string }): void {
    if (isMachineText(text)) return;
    this.#queue.push(text);
    if (this.#remember(recordId))
      this.#tell({ type: 'prompt_recorded', source: 'transcript', at, text, recordId, queued: true });
  }

  /** Taken back by its author. */
  unqueued(text: string): void {
    this.#dequeue(text);
  }

  /** A message of the transcript. One that comes out of the queue was told when it went in. */
  fromTranscript({ recordId, text, at }: { recordId: string; text: string; at: number }): void {
    const wasQueued = this.#dequeue(text);
    const isNew = this.#remember(recordId);
    if (isNew && !wasQueued)
      this.#tell({ type: 'prompt_recorded', source: 'transcript', at, text, recordId, queued: false });
  }

  #dequeue(text: string): boolean {
    const index = this.#queue.indexOf(text);
    if (index === -1) return false;
    this.#queue.splice(index, 1);
    return true;
  }

  #remember(id: string): boolean {
    if (this.#told.has(id)) return false;
    this.#told.add(id);
    if (this.#told.size > KEPT) {
      const [oldest] = this.#told;
      if (oldest !== undefined) this.#told.delete(oldest);
    }
    return true;
  }
}
