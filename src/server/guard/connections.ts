import type { Socket } from 'node:net';

/**
 * Bounds the connections. All loopback addresses are one peer, because any local process can choose its own. When there
 * are too many, the one that has been idle longest gives way; one that serves a request of somebody who has proven
 * who they are never does, and when there are only such, the newcomer goes.
 */
export class Connections {
  readonly #max: number;
  /** In order of last use; the value counts the requests that hold the connection. */
  readonly #holds = new Map<Socket, number>();

  constructor({ max }: { max: number }) {
    this.#max = max;
  }

  get count(): number {
    return this.#holds.size;
  }

  accept(socket: Socket): void {
    if (this.#holds.size >= this.#max) {
      const idle = this.#longestIdle();
      if (idle === null) {
        socket.destroy();
        return;
      }
      this.#holds.delete(idle);
      idle.destroy();
    }
    this.#holds.set(socket, 0);
    socket.once('close', () => this.#holds.delete(socket));
  }

  /** A request came on it. */
  touch(socket: Socket): void {
    const holds = this.#holds.get(socket);
    if (holds === undefined) return;
    this.#holds.delete(socket);
    this.#holds.set(socket, holds);
  }

  /** Keeps the connection until the returned function is called. */
  hold(socket: Socket): () => void {
    this.#change(socket, 1);
    let held = true;
    return () => {
      if (held) this.#change(socket, -1);
      held = false;
    };
  }

  #change(socket: Socket, by: 1 | -1): void {
    const holds = this.#holds.get(socket);
    if (holds !== undefined) this.#holds.set(socket, holds + by);
  }

  #longestIdle(): Socket | null {
    for (const [socket, holds] of this.#holds) if (holds === 0) return socket;
    return null;
  }
}
