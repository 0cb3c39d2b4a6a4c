import { setTimeout as delay } from 'node:timers/promises';
import { text } from '../reply.ts';

/** `SLOW:<ms>`: an answer that takes its time. */
export async function slow(argument: string, signal: AbortSignal) {
  const ms = Number.parseInt(argument, 10);
  await delay(ms, undefined, { signal }).catch(() => undefined);
  return text(`slow: ${ms} ms`);
}

/** `HOLD:<name>`: an answer that waits until the test releases it. */
export class Holds {
  readonly #waiting = new Map<string, PromiseWithResolver>();

  async hold(name: string, signal: AbortSignal) {
    const gate = this.#gate(name);
    signal.addEventListener('abort', gate.resolve, { once: true });
    await gate.promise;
    return text(`released: ${name}`);
  }

  /** Lets every present and future `HOLD:<name>` answer. */
  release(name: string): void {
    this.#gate(name).resolve();
  }

  #gate(name: string): PromiseWithResolver {
    const known = this.#waiting.get(name) ?? openGate();
    this.#waiting.set(name, known);
    return known;
  }
}

interface PromiseWithResolver {
  promise: Promise<void>;
  resolve: () => void;
}

function openGate(): PromiseWithResolver {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
