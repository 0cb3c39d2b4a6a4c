import type { z } from 'zod';
import { paths } from '../contract/paths.ts';
import type { RouteName, RouteSpec, routes } from '../contract/routes.ts';
import { errorOfResponse, unreachable, unreadable } from './problem.ts';

export interface ClientOptions {
  /** e.g. `http://127.0.0.1:7400`; '' in the page itself. */
  baseUrl: string;
  /** Asked before every request: bearer token or page token. */
  headers?: () => Record<string, string>;
  fetch?: typeof fetch;
  /** Holds a reply to the contract, at once or when it can; throws an `AmcError` when it does not fit. See `check.ts`. */
  check: (name: RouteName, reply: unknown) => unknown;
}

type Routes = typeof routes;
type JsonRoute = { [N in RouteName]: Routes[N]['reply'] extends z.ZodType ? N : never }[RouteName];
type Part<N extends RouteName, K extends string> = Routes[N] extends Record<K, infer S extends z.ZodType> ? S : never;
type ParamsOf<N extends RouteName> = [Part<N, 'params'>] extends [never]
  ? object
  : { params: z.output<Part<N, 'params'>> };
type QueryOf<N extends RouteName> = [Part<N, 'query'>] extends [never]
  ? object
  : { query?: Partial<z.output<Part<N, 'query'>>> };
type BodyOf<N extends RouteName> = [Part<N, 'body'>] extends [never] ? object : { body: z.input<Part<N, 'body'>> };

export type CallInput<N extends RouteName> = ParamsOf<N> & QueryOf<N> & BodyOf<N> & { signal?: AbortSignal };
export type CallReply<N extends RouteName> = z.output<Part<N, 'reply'>>;

export interface Client {
  /**
   * Calls a route of the contract and parses its reply.
   * Throws an `AmcError`: the server's problem in its own class, `unreachable` when nobody answers,
   * `unreadable_reply` when the reply does not fit the contract; and the signal's reason when aborted.
   */
  call<N extends JsonRoute>(name: N, input: CallInput<N>): Promise<CallReply<N>>;
  /** The same for a route that answers a file. `bytes` throws `unreachable` when the connection breaks off. */
  download(name: 'exportSession', input: CallInput<'exportSession'>): Promise<Download>;
}

export interface Download {
  /** The name the server gives it. */
  name: string | null;
  bytes: AsyncIterable<Uint8Array>;
}

/** Typed HTTP client over the route table; no state, nothing to dispose. */
export function createClient(options: ClientOptions): Client {
  return {
    async call<N extends JsonRoute>(name: N, input: CallInput<N>): Promise<CallReply<N>> {
      const response = await send(options, paths[name], input as LooseInput);
      if (!response.ok) throw await errorOfResponse(response);
      return (await options.check(name, await readReply(response, input.signal))) as CallReply<N>;
    },
    async download(name, input) {
      const response = await send(options, paths[name], input as LooseInput);
      if (!response.ok) throw await errorOfResponse(response);
      const disposition = response.headers.get('content-disposition') ?? '';
      return { name: /filename="([\w.-]+)"/.exec(disposition)?.[1] ?? null, bytes: bytesOf(response, input.signal) };
    },
  };
}

type Address = Pick<RouteSpec, 'method' | 'path'>;

/** What every `CallInput` is, once the compiler has checked it against its own route. */
interface LooseInput {
  params?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

async function send(options: ClientOptions, spec: Address, input: LooseInput): Promise<Response> {
  const doFetch: typeof fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const { body, signal } = input;
  try {
    return await doFetch(options.baseUrl + pathOf(spec, input), {
      method: spec.method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers?.(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw unreachable(error);
  }
}

function pathOf(spec: Address, { params = {}, query = {} }: LooseInput): string {
  const path = spec.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search}`;
}

async function* bytesOf(response: Response, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  try {
    for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) yield next.value;
  } catch (error) {
    signal?.throwIfAborted();
    throw unreachable(error);
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

async function readReply(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof SyntaxError ? unreadable(error) : unreachable(error);
  }
}
