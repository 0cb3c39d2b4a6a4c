/** What was built, put away in the opposite order; one that fails does not keep the others. */
export class Cleanup {
  readonly #steps: (() => unknown)[] = [];

  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  async dispose(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        process.stderr.write(`amc: while stopping: ${String(error)}\n`);
      }
    }
  }
}
