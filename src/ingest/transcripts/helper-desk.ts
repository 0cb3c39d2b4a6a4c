import type { StretchAnswer, StretchHelper, StretchJob } from './helper.ts';
import type { KnownFile } from './known-file.ts';

/** Jobs given to the helper at once: one it reads, one it goes on with. */
const IN_FLIGHT = 2;

export interface Answered {
  file: KnownFile;
  turns: number;
  answer: StretchAnswer;
}

/** Hands work over to a second thread and keeps its answers until they are taken. Started when wanted, ended when not. */
export class HelperDesk {
  readonly #start: (() => StretchHelper) | null;
  readonly #onAnswer: () => void;
  readonly #onFailure: (error: unknown) => void;
  #helper: StretchHelper | null = null;
  #broken = false;
  #inFlight = 0;
  readonly #answers: Answered[] = [];

  constructor(options: {
    start: (() => StretchHelper) | null;
    onAnswer: () => void;
    onFailure: (error: unknown) => void;
  }) {
    this.#start = options.start;
    this.#onAnswer = options.onAnswer;
    this.#onFailure = options.onFailure;
  }

  get takesMore(): boolean {
    return this.#start !== null && !this.#broken && this.#inFlight < IN_FLIGHT;
  }

  get isBusy(): boolean {
    return this.#inFlight > 0 || this.#answers.length > 0;
  }

  give(file: KnownFile, turns: number, job: StretchJob): void {
    const helper = (this.#helper ??= this.#start?.() ?? null);
    if (helper === null) return;
    this.#inFlight++;
    file.busy = true;
    helper
      .read(job)
      .catch((error: unknown): StretchAnswer => {
        // Reading goes on in this thread alone; the file is taken up again.
        if (!this.#broken) this.#onFailure(error);
        this.#broken = true;
        return { kind: 'changed' };
      })
      .then((answer) => {
        this.#inFlight--;
        this.#answers.push({ file, turns, answer });
        this.#onAnswer();
      });
  }

  /** The oldest answer; it stays until it is dropped, because committing it may fail. */
  peek(): Answered | null {
    return this.#answers[0] ?? null;
  }

  drop(): void {
    const answered = this.#answers.shift();
    if (answered !== undefined) answered.file.busy = false;
  }

  async end(): Promise<void> {
    const helper = this.#helper;
    this.#helper = null;
    await helper?.dispose();
  }
}
