import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, MessageChannel, parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';
import { packageRoot } from './package-root.ts';
import type { Wire } from './worker-rpc.ts';
import { messageOf } from '../lib/message-of.ts';

/** A piece of work in a thread of its own. */
export interface Thread {
  wire: Wire;
  /** Resolves when it ended by itself, with the reason. Never when `end` was called. */
  died: Promise<string>;
  /** At once. Ask it to finish first. */
  end(): Promise<void>;
}

/** What runs in a thread: serves its end of the wire until told to stop. What it throws ends the thread. */
export interface Role {
  /** Rejects when the work cannot go on. */
  running: Promise<never>;
  stop(): Promise<void>;
}

export type ServeRole = (wire: Wire, role: unknown) => Promise<Role>;

/** Starts a thread for a role; `role` is cloned. */
export type StartThread = (role: unknown) => Thread;

/** The built entry of AMC's threads; null when this runs from the sources, where no thread can read TypeScript. */
export function builtEntry(name: string): string | null {
  if (import.meta.url.endsWith('.ts')) return null;
  const path = join(packageRoot, 'dist', 'app', `${name}.js`);
  return existsSync(path) ? path : null;
}

/** Threads of the system. `entry` is a module that calls `runAsThread`. */
export function workerThreads(entry: string): StartThread {
  return (role) => {
    const worker = new Worker(entry, { workerData: role });
    let ended = false;
    const died = new Promise<string>((resolve) => {
      worker.on('error', (error) => resolve(messageOf(error)));
      worker.on('exit', (code) => {
        if (!ended) resolve(`it exited with ${code}`);
      });
    });
    return {
      wire: wireOf(worker),
      died,
      end: async () => {
        ended = true;
        await worker.terminate();
      },
    };
  };
}

/** The same without threads: for tests and for running from the sources. Messages are cloned all the same. */
export function sameThread(serve: ServeRole): StartThread {
  return (role) => {
    const { port1, port2 } = new MessageChannel();
    const served = serve(wireOf(port2), structuredClone(role));
    const died = new Promise<string>((resolve) => {
      served.then(({ running }) => running).catch((error: unknown) => resolve(messageOf(error)));
    });
    return {
      wire: wireOf(port1),
      died,
      end: async () => {
        await served.then(
          (started) => started.stop(),
          () => undefined,
        );
        port1.close();
      },
    };
  };
}

/** The body of a thread's entry. */
export async function runAsThread(serve: ServeRole): Promise<void> {
  if (isMainThread || parentPort === null) return;
  const { running } = await serve(wireOf(parentPort), workerData);
  await running;
}

function wireOf(
  port: Pick<MessagePort, 'postMessage'> & { on(event: 'message', listener: (value: unknown) => void): unknown },
): Wire {
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    listen: (listener) => void port.on('message', listener),
  };
}
