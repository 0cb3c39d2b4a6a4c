import type { Server } from 'node:http';
import { EnvironmentError } from '../contract/errors.ts';
import type { ServerFile } from '../contract/server-file.ts';
import type { Clock } from '../ports/clock.ts';
import type { MissionControl } from '../services/api.ts';
import { createApp } from './app.ts';
import { Authenticator } from './auth/authenticator.ts';
import { BrowserSessions } from './auth/browser-sessions.ts';
import { newSecret } from './auth/secrets.ts';
import { loadSessionFile, saveSessionFile, type SessionFile } from './auth/session-file.ts';
import { OriginalState } from './compat/state.ts';
import { Connections } from './guard/connections.ts';
import { createHttpServer } from './http-server.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import type { ServerLog } from './log.ts';
import { ensureOwnFolder, errorCode } from '../platform/private-file.ts';
import { RefusalLog } from './refusal-log.ts';
import { removeServerJson, writeServerJson } from '../platform/server-json.ts';
import { ScreenStreams } from './screen-streams.ts';
import { loadStaticFiles } from './static-files.ts';
import { Streams } from './stream.ts';

/** Explicit, never a wildcard; see `guard/host.ts` for the names it answers to. */
const ADDRESS = '127.0.0.1';
/** How long requests under way may take to end when the server closes, ms. */
const CLOSE_GRACE_MS = 500;

export interface ServerOptions {
  mission: MissionControl;
  dataDir: string;
  /** The built page. */
  webDir: string;
  /** 0: any free port. */
  port: number;
  version: string;
  clock: Clock;
  log: ServerLog;
  limits?: Partial<Limits>;
}

export interface AmcServer {
  /**
   * Listens on loopback and tells clients of this user how to reach it (`server.json`).
   * @throws EnvironmentError `port_in_use`, `listen_failed`, `folder_unsafe`, `folder_unwritable`
   */
  start(): Promise<{ url: string; port: number }>;
  /** A one-time code and the link that uses it; only while the server runs. */
  mintCode(options: { ttlMs: number }): { code: string; url: string };
  /** Ends streams and requests, closes every connection, removes `server.json`. */
  dispose(): Promise<void>;
}

/** The HTTP server: the guard, credentials, the product's routes, the original's routes and the page. */
export function createServer(options: ServerOptions): AmcServer {
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  let running: Running | null = null;

  function mintCode({ ttlMs }: { ttlMs: number }): { code: string; url: string } {
    if (running === null) throw new Error('Expected the server to run before a code is minted');
    const code = running.auth.mintCode({ ttlMs });
    return { code, url: `${running.serverJson.url}/login#code=${code}` };
  }

  return {
    mintCode,
    start: async () => {
      if (running !== null) throw new Error('Expected the server to be started once');
      running = await start({ ...options, limits }, mintCode);
      return { url: running.serverJson.url, port: running.serverJson.port };
    },
    dispose: async () => {
      const stopping = running;
      running = null;
      if (stopping !== null) await stop(stopping, options.dataDir);
    },
  };
}

interface Running {
  server: Server;
  auth: Authenticator;
  streams: Streams;
  screenStreams: ScreenStreams;
  state: OriginalState;
  serverJson: ServerFile;
  log: ServerLog;
}

type Mint = (options: { ttlMs: number }) => { code: string; url: string };

async function start(options: ServerOptions & { limits: Limits }, mintCode: Mint): Promise<Running> {
  const { mission, clock, log, limits, dataDir, version } = options;
  ensureOwnFolder(dataDir);
  const token = newSecret();
  const auth = new Authenticator({ clock, token, sessions: openSessions(options) });
  const connections = new Connections({ max: limits.connections });
  const streams = new Streams({
    feed: mission.feed,
    heartbeatMs: limits.streamHeartbeatMs,
    backlogBytes: limits.streamBacklogBytes,
  });
  const screenStreams = new ScreenStreams({ screens: mission.screens, heartbeatMs: limits.streamHeartbeatMs });
  const files = loadStaticFiles(options.webDir);
  const state = new OriginalState({ mission, clock });
  const refusals = new RefusalLog({ clock, log });
  const app = createApp({
    mission,
    version,
    clock,
    log,
    refusals,
    limits,
    auth,
    mintCode,
    connections,
    streams,
    screenStreams,
    state,
    files,
  });
  let port = 0;
  const server = createHttpServer({ app, port: () => port, connections, limits, log, refusals });
  try {
    port = await listen(server, options.port);
  } catch (error) {
    state.dispose();
    throw error;
  }
  const url = `http://${ADDRESS}:${port}`;
  const serverJson: ServerFile = { url, port, pid: process.pid, token, startedAt: clock(), version };
  const running = { server, auth, streams, screenStreams, state, serverJson, log };
  try {
    writeServerJson(dataDir, serverJson);
  } catch (error) {
    await stop(running, dataDir);
    throw error;
  }
  return running;
}

function openSessions({ dataDir, clock, log }: ServerOptions): BrowserSessions {
  const { file, problem } = loadSessionFile(dataDir);
  if (problem !== null) log.warn('browser sessions are forgotten; open a new link', { problem });
  const save = (changed: SessionFile): void => {
    try {
      saveSessionFile(dataDir, changed);
    } catch (error) {
      log.warn('browser sessions cannot be saved; they end with this run', { problem: messageOf(error) });
    }
  };
  return new BrowserSessions({ clock, file, save });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(cannotListen(errorCode(error), port));
    server.once('error', fail);
    server.listen({ host: ADDRESS, port, exclusive: true }, () => {
      server.off('error', fail);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function cannotListen(code: string, port: number): EnvironmentError {
  return code === 'EADDRINUSE'
    ? new EnvironmentError({
        code: 'port_in_use',
        message: `Port ${port} on ${ADDRESS} is taken by another program.`,
        next: 'Choose another one: amc start --port <port>',
      })
    : new EnvironmentError({ code: 'listen_failed', message: `AMC cannot listen on ${ADDRESS}:${port} (${code}).` });
}

async function stop(
  { server, streams, screenStreams, state, serverJson, log }: Running,
  dataDir: string,
): Promise<void> {
  try {
    removeServerJson(dataDir, serverJson);
  } catch (error) {
    log.warn('server.json cannot be removed', { problem: messageOf(error) });
  }
  state.dispose();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  streams.dispose();
  screenStreams.dispose();
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  await closed;
  clearTimeout(force);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error';
}
