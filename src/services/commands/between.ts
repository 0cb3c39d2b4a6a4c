/** What is done between two commands of a session: one after the other, and the next command waits for it. */
export class Between {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(sessionKey: string, work: () => Promise<T>): Promise<T> {
    const turn = this.over(sessionKey).then(work);
    const settled = turn
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(sessionKey) === settled) this.#last.delete(sessionKey);
      });
    this.#last.set(sessionKey, settled);
    return turn;
  }

  /** Resolves when nothing of it is under way. */
  async over(sessionKey: string): Promise<void> {
    await this.#last.get(sessionKey);
  }
}
