import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Limits } from '../../src/server/limits.ts';
import { readServerJson } from '../../src/platform/server-json.ts';
import { createServer, type AmcServer } from '../../src/server/server.ts';
import { FakeMission } from './fake-mission.ts';
import { ask, header, type HeaderList, type RawReply, type RawRequest } from './raw-http.ts';

/** A page with one file of each kind. */
export const PAGE_FILES: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><title>AMC</title><script type="module" src="/assets/main-1a2b.js"></script>',
  'assets/main-1a2b.js': `console.log("AMC");\n${'// filler\n'.repeat(300)}`,
  'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
};

export interface LogLine {
  level: 'info' | 'warn' | 'error';
  message: string;
  fields: Readonly<Record<string, unknown>>;
}

export interface Browser {
  cookie: string;
  cookieName: string;
  pageToken: string;
  setCookie: string;
}

export interface ServerRigOptions {
  mission?: FakeMission;
  limits?: Partial<Limits>;
  pageFiles?: Readonly<Record<string, string>>;
  dataDir?: string;
  port?: number;
}

/** A real server on a free port with a throw-away data folder and a fake mission behind it. */
export interface ServerRig {
  mission: FakeMission;
  server: AmcServer;
  port: number;
  url: string;
  dataDir: string;
  webDir: string;
  token: string;
  log: LogLine[];
  /** Moves the server's clock, ms. */
  advance: (ms: number) => void;
  /** Trades a fresh code, as the page does. */
  login: () => Promise<Browser>;
  /** Headers of a client of this user. */
  asCli: (more?: HeaderList) => HeaderList;
  /** Headers of our own page. */
  asPage: (browser: Browser, more?: HeaderList) => HeaderList;
  ask: (request: RawRequest) => Promise<RawReply>;
  dispose: () => Promise<void>;
}

export async function startServer(options: ServerRigOptions = {}): Promise<ServerRig> {
  const folder = mkdtempSync(join(tmpdir(), 'amc-s-'));
  const dataDir = options.dataDir ?? join(folder, 'data');
  const webDir = join(folder, 'web');
  writePage(webDir, options.pageFiles ?? PAGE_FILES);
  const mission = options.mission ?? new FakeMission();
  const log: LogLine[] = [];
  let offsetMs = 0;
  const server = createServer({
    mission,
    dataDir,
    webDir,
    port: options.port ?? 0,
    version: '1.2.3',
    clock: () => Date.now() + offsetMs,
    log: {
      info: (message, fields = {}) => log.push({ level: 'info', message, fields }),
      warn: (message, fields = {}) => log.push({ level: 'warn', message, fields }),
      error: (message, fields = {}) => log.push({ level: 'error', message, fields }),
    },
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  const { port, url } = await server.start().catch((error: unknown) => {
    removeFolder();
    throw error;
  });
  const found = readServerJson(dataDir);
  if (found.state !== 'running') throw new Error(`Expected server.json to name a running server, got ${found.state}`);
  const { token } = found.server;
  const host = ['Host', `127.0.0.1:${port}`] as const;
  return {
    mission,
    server,
    port,
    url,
    dataDir,
    webDir,
    token,
    log,
    advance: (ms) => {
      offsetMs += ms;
    },
    login: () => login({ server, port, url }),
    asCli: (more = []) => [host, ['Authorization', `Bearer ${token}`], ...more],
    asPage: (browser, more = []) => [
      host,
      ['Origin', url],
      ['Sec-Fetch-Site', 'same-origin'],
      ['Cookie', browser.cookie],
      ['x-amc-page', browser.pageToken],
      ...more,
    ],
    ask: (request) => ask(port, request),
    dispose: async () => {
      await server.dispose();
      removeFolder();
    },
  };
}

async function login({ server, port, url }: { server: AmcServer; port: number; url: string }): Promise<Browser> {
  const { code } = server.mintCode({ ttlMs: 60_000 });
  const reply = await ask(port, exchangeRequest({ url, code }));
  const setCookie = header(reply, 'set-cookie') ?? '';
  const cookie = setCookie.split(';')[0] ?? '';
  const pageToken: unknown = JSON.parse(reply.body).pageToken;
  if (reply.status !== 200 || typeof pageToken !== 'string')
    throw new Error(`The code was not taken: ${reply.status} ${reply.body}`);
  return { cookie, cookieName: cookie.split('=')[0] ?? '', pageToken, setCookie };
}

export function exchangeRequest({ url, code }: { url: string; code: string }): RawRequest {
  return {
    method: 'POST',
    target: '/api/auth/exchange',
    headers: [
      ['Host', url.slice('http://'.length)],
      ['Origin', url],
      ['Sec-Fetch-Site', 'same-origin'],
      ['Content-Type', 'application/json'],
    ],
    body: JSON.stringify({ code }),
  };
}

function writePage(webDir: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(webDir, name)), { recursive: true });
    writeFileSync(join(webDir, name), text);
  }
}
