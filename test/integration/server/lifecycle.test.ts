import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ServerFile } from '../../../src/contract/server-file.ts';
import { readServerJson, writeServerJson } from '../../../src/platform/server-json.ts';
import { open } from '../../helpers/raw-http.ts';
import { startServer, type ServerRig } from '../../helpers/server-rig.ts';

let folder: string;
let dataDir: string;
const rigs: ServerRig[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amc-l-'));
  dataDir = join(folder, 'not', 'there', 'yet');
});
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Parameters<typeof startServer>[0] = {}): Promise<ServerRig> {
  const rig = await startServer({ dataDir, ...options });
  rigs.push(rig);
  return rig;
}

const SERVER: ServerFile = {
  url: 'http://127.0.0.1:12345',
  port: 12_345,
  pid: process.pid,
  token: 'x'.repeat(43),
  startedAt: 1,
  version: '1.2.3',
};

describe('the life of a server', () => {
  test('Fix 13: the first start makes the data folder; what it keeps is closed to others whatever the umask', async () => {
    const before = process.umask(0);
    try {
      await start();
    } finally {
      process.umask(before);
    }
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'server.json')).mode & 0o777).toBe(0o600);
  });

  test('Fix 13: nothing is left when it ends, and no half-written file meanwhile', async () => {
    const rig = await start();
    expect(readdirSync(dataDir).toSorted()).toEqual(['auth', 'server.json']);
    await rig.server.dispose();
    expect(readdirSync(dataDir)).toEqual(['auth']);
    await rig.server.dispose();
  });

  test('server.json says how to reach it', async () => {
    const rig = await start();
    expect(readServerJson(dataDir)).toEqual({
      state: 'running',
      server: {
        url: rig.url,
        port: rig.port,
        pid: process.pid,
        token: rig.token,
        startedAt: expect.any(Number),
        version: '1.2.3',
      },
    });
  });

  test('it listens on 127.0.0.1 only', async () => {
    const { port } = await start();
    const listening = readFileSync('/proc/net/tcp', 'utf8') + readFileSync('/proc/net/tcp6', 'utf8');
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    const addresses = listening
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => state === '0A' && local?.endsWith(`:${hex}`));
    expect(addresses.map(([, local]) => local)).toEqual([`0100007F:${hex}`]);
  });

  test('A137: a taken port is told as such, and the one who has it keeps it', async () => {
    const rig = await start();
    await expect(startServer({ port: rig.port })).rejects.toMatchObject({
      fault: 'environment',
      code: 'port_in_use',
      next: expect.any(String),
    });
    expect((await rig.ask({ target: '/healthz', headers: rig.asCli() })).status).toBe(204);
  });

  test('an end does not wait for idle or stalled connections', async () => {
    const rig = await start();
    const idle = await open(rig.port);
    const stalled = await open(rig.port);
    stalled.write('GET / HTTP/1.1\r\nHost: ');
    const closed = [idle, stalled].map((socket) => {
      socket.resume();
      socket.on('error', () => undefined);
      return new Promise<string>((resolve) => socket.on('close', () => resolve('closed')));
    });
    await rig.server.dispose();
    expect(await Promise.all(closed)).toEqual(['closed', 'closed']);
  });

  test('A133: a data folder that everybody may write to is refused', async () => {
    mkdirSync(dataDir, { recursive: true });
    chmodSync(dataDir, 0o777);
    await expect(startServer({ dataDir })).rejects.toMatchObject({ fault: 'environment', code: 'folder_unsafe' });
    expect(existsSync(join(dataDir, 'server.json'))).toBe(false);
  });

  test('a data folder that cannot be made is told as such', async () => {
    writeFileSync(join(folder, 'not'), 'a file');
    await expect(startServer({ dataDir })).rejects.toMatchObject({
      fault: 'environment',
      code: 'folder_unwritable',
      next: expect.any(String),
    });
  });

  test('a browser is let in also when its session cannot be written down', async () => {
    const rig = await start();
    rmSync(join(dataDir, 'auth'), { recursive: true });
    const browser = await rig.login();
    expect((await rig.ask({ target: '/api/health', headers: rig.asPage(browser) })).status).toBe(200);
    expect(rig.log.map(({ message }) => message)).toContain('browser sessions cannot be saved; they end with this run');
  });

  test('the original’s folder with its usual mode is taken', async () => {
    mkdirSync(dataDir, { recursive: true });
    chmodSync(dataDir, 0o755);
    expect((await start()).port).toBeGreaterThan(0);
  });
});

describe('server.json', () => {
  beforeEach(() => mkdirSync(dataDir, { recursive: true }));

  test('absent', () => {
    expect(readServerJson(dataDir)).toEqual({ state: 'absent' });
  });

  test('of a process that is gone: stale', () => {
    writeServerJson(dataDir, { ...SERVER, pid: 2 ** 22 - 1 });
    expect(readServerJson(dataDir).state).toBe('stale');
  });

  test.each([
    ['half of it', JSON.stringify(SERVER).slice(0, 40)],
    ['a list', '[]'],
    ['another address', JSON.stringify({ ...SERVER, url: 'http://evil.com:12345' })],
    ['another port', JSON.stringify({ ...SERVER, url: 'http://127.0.0.1:1' })],
    ['an empty token', JSON.stringify({ ...SERVER, token: '' })],
    ['pid 0', JSON.stringify({ ...SERVER, pid: 0 })],
  ])('%s is not believed', (_name, text) => {
    writeFileSync(join(dataDir, 'server.json'), text, { mode: 0o600 });
    expect(readServerJson(dataDir).state).toBe('invalid');
  });

  test('A134: a link, a second name, a folder or a file open to others is not believed', () => {
    const path = join(dataDir, 'server.json');
    const real = join(dataDir, 'real.json');
    writeFileSync(real, JSON.stringify(SERVER), { mode: 0o600 });
    symlinkSync(real, path);
    expect(readServerJson(dataDir).state).toBe('invalid');
    rmSync(path);
    linkSync(real, path);
    expect(readServerJson(dataDir)).toMatchObject({ state: 'invalid', detail: expect.stringContaining('second name') });
    rmSync(path);
    writeFileSync(path, JSON.stringify(SERVER), { mode: 0o644 });
    expect(readServerJson(dataDir)).toMatchObject({
      state: 'invalid',
      detail: expect.stringContaining('open to other users'),
    });
    rmSync(path);
    mkdirSync(path);
    expect(readServerJson(dataDir).state).toBe('invalid');
  });

  test('A134: writing never goes through a link that was laid in its place', () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'mine');
    symlinkSync(victim, join(dataDir, 'server.json'));
    writeServerJson(dataDir, SERVER);
    expect(readFileSync(victim, 'utf8')).toBe('mine');
    expect(readServerJson(dataDir)).toEqual({ state: 'running', server: SERVER });
  });

  test('a server that ends does not remove the file of the one that came after it', async () => {
    const rig = await start();
    writeServerJson(dataDir, SERVER);
    await rig.server.dispose();
    expect(readServerJson(dataDir)).toEqual({ state: 'running', server: SERVER });
  });
});
