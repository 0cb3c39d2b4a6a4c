import type { z } from 'zod';
import type { Actor } from '../../contract/command.ts';
import type { RouteName, RouteSpec, routes } from '../../contract/routes.ts';
import type { Principal } from '../auth/authenticator.ts';
import type { Checked } from '../refusal.ts';

type Routes = typeof routes;

/** Routes that answer JSON; the stream and the export do not. */
export type JsonRoute = { [K in RouteName]: Routes[K]['reply'] extends z.ZodType ? K : never }[RouteName];

type Parsed<S extends RouteSpec, Part extends 'params' | 'query' | 'body'> =
  S extends Record<Part, infer T extends z.ZodType> ? z.output<T> : undefined;

export interface RouteInput<S extends RouteSpec> {
  params: Parsed<S, 'params'>;
  query: Parsed<S, 'query'>;
  body: Parsed<S, 'body'>;
}

export interface RequestContext {
  /** null only on routes that need no credentials. */
  principal: Principal | null;
  /** As it is written down with a command: from the credentials and the connection, never from the body. */
  actor: Actor;
  header: (name: string) => string | undefined;
  setReplyHeader: (name: string, value: string) => void;
}

type Reply<K extends JsonRoute> = Routes[K]['reply'] extends z.ZodType<infer T> ? T : never;

/** What serves a route. An expected "no" is a refusal or a thrown `AmcError`. */
export type Handler<K extends JsonRoute> = (
  input: RouteInput<Routes[K]>,
  context: RequestContext,
) => Checked<Reply<K>> | Promise<Checked<Reply<K>>>;

export type Handlers = { [K in JsonRoute]: Handler<K> };

/** Who may call a route. `any`: the bearer or a browser session. Being listed is compulsory. */
export const ACCESS = {
  health: 'any',
  sessions: 'any',
  session: 'any',
  conversation: 'any',
  record: 'any',
  timeline: 'any',
  exportSession: 'any',
  history: 'any',
  historyEntry: 'any',
  search: 'any',
  usage: 'any',
  index: 'any',
  verifyIndex: 'any',
  rebuildIndex: 'any',
  forgetDeleted: 'any',
  dismiss: 'any',
  sendCommand: 'any',
  command: 'any',
  cancelCommand: 'any',
  audit: 'any',
  uploadAttachment: 'any',
  mark: 'any',
  touchedFiles: 'any',
  completions: 'any',
  screen: 'any',
  screens: 'any',
  typeKeys: 'any',
  settings: 'any',
  saveSettings: 'any',
  testTarget: 'any',
  attention: 'any',
  setup: 'any',
  changeHooks: 'any',
  stateHash: 'any',
  reveal: 'any',
  stream: 'any',
  exchange: 'everybody',
  mintCode: 'bearer',
  openapi: 'any',
} as const satisfies Record<RouteName, 'any' | 'bearer' | 'everybody'>;
