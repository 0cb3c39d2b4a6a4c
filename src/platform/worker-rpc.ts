import { AmcError, EnvironmentError, UpstreamError, UserError } from '../contract/errors.ts';
import { messageOf } from '../lib/message-of.ts';

/** One end of a line between two threads. What is posted is cloned, but for what is transferred. */
export interface Wire {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  listen(listener: (message: unknown) => void): void;
}

/** What can be called: each method takes one argument that can be cloned. Results and promises of results both do. */
export type Methods<M> = { readonly [K in keyof M]: (argument: never) => unknown };
export type ArgumentOf<M, K extends keyof M> = M[K] extends () => unknown
  ? null
  : M[K] extends (argument: infer A) => unknown
    ? A
    : never;
export type ResultOf<M, K extends keyof M> = M[K] extends (argument: never) => infer R ? Awaited<R> : never;

type Message =
  | { type: 'call'; id: number; method: string; argument: unknown }
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'refusal'; id: number; error: SentError }
  | { type: 'event'; event: unknown };

interface SentError {
  fault: string;
  code: string | null;
  message: string;
  next?: string;
  place?: { from: number; to: number };
}

/** Answers calls on one end; returns how to tell the other end something unasked. `transfers`: buffers in a result. */
export function serveCalls<M extends Methods<M>, E>(
  wire: Wire,
  methods: M,
  { transfers = () => [] }: { transfers?: (result: unknown) => readonly ArrayBuffer[] } = {},
): (event: E) => void {
  const byName = new Map<string, (argument: never) => unknown>(Object.entries(methods));
  const answer = async (id: number, method: string, argument: unknown): Promise<void> => {
    try {
      const call = byName.get(method);
      if (call === undefined) throw new Error(`There is no method ${method}.`);
      const value = await call(argument as never);
      wire.post({ type: 'answer', id, value } satisfies Message, transfers(value));
    } catch (error) {
      wire.post({ type: 'refusal', id, error: toSent(error) } satisfies Message);
    }
  };
  wire.listen((message) => {
    if (isMessage(message) && message.type === 'call') void answer(message.id, message.method, message.argument);
  });
  return (event) => wire.post({ type: 'event', event } satisfies Message);
}

/** The calling end. */
export class Calls<M extends Methods<M>, E = never> {
  readonly #wire: Wire;
  readonly #open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #lastId = 0;
  #closedBy: Error | null = null;

  constructor(wire: Wire, onEvent: (event: E) => void = () => undefined) {
    this.#wire = wire;
    wire.listen((message) => {
      if (!isMessage(message)) return;
      if (message.type === 'event') onEvent(message.event as E);
      if (message.type === 'answer') this.#take(message.id)?.resolve(message.value as never);
      if (message.type === 'refusal') this.#take(message.id)?.reject(fromSent(message.error));
    });
  }

  /** How many calls wait for their answer. */
  get open(): number {
    return this.#open.size;
  }

  call<K extends keyof M & string>(method: K, argument: ArgumentOf<M, K>): Promise<ResultOf<M, K>> {
    if (this.#closedBy !== null) return Promise.reject(this.#closedBy);
    const id = ++this.#lastId;
    return new Promise<ResultOf<M, K>>((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#wire.post({ type: 'call', id, method, argument } satisfies Message);
    });
  }

  /** The other end is gone: all open calls and all later ones fail with this. */
  close(reason: Error): void {
    this.#closedBy ??= reason;
    for (const { reject } of this.#open.values()) reject(reason);
    this.#open.clear();
  }

  #take(id: number) {
    const open = this.#open.get(id);
    this.#open.delete(id);
    return open;
  }
}

/** Both ends are ours, of the same build: only the frame is checked. */
function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function toSent(error: unknown): SentError {
  if (!(error instanceof AmcError)) return { fault: 'bug', code: null, message: messageOf(error) };
  const { fault, code, message, next, place } = error;
  return { fault, code, message, ...(next !== undefined && { next }), ...(place !== undefined && { place }) };
}

const CLASSES = { user: UserError, environment: EnvironmentError, upstream: UpstreamError } as const;

function fromSent({ fault, code, message, next, place }: SentError): Error {
  if (code === null) return new Error(message);
  const options = { code, message, ...(next !== undefined && { next }), ...(place !== undefined && { place }) };
  const Class = fault === 'user' || fault === 'environment' || fault === 'upstream' ? CLASSES[fault] : AmcError;
  return new Class(options);
}
