import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Settings } from '../../../src/contract/settings.ts';
import { AmcProcess } from '../../helpers/amc-process.ts';
import { until } from '../../helpers/wait.ts';

let home: string;
let agent: ChildProcess;
let server: Server;
let heard: { what: string; url: string; about: string }[];
let url: string;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'amc-notify-'));
  mkdirSync(join(home, '.claude', 'sessions'), { recursive: true });
  agent = spawn('sleep', ['60'], { stdio: 'ignore' });
  heard = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push(JSON.parse(body));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  agent.kill();
  await new Promise((resolve) => server.close(resolve));
  rmSync(home, { recursive: true, force: true });
});

/** As Claude Code writes it down, whole at once. */
function register(status: string): void {
  const { pid } = agent;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const procStart = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  const entry = { pid, sessionId: 's1', cwd: '/code/ledger', procStart, kind: 'interactive', entrypoint: 'cli' };
  const at = Date.now();
  const file = join(home, '.claude', 'sessions', `${pid}.json`);
  writeFileSync(`${file}.new`, JSON.stringify({ ...entry, startedAt: at, status, statusUpdatedAt: at, updatedAt: at }));
  renameSync(`${file}.new`, file);
}

it.skipIf(process.platform !== 'linux')(
  'a target is told what happens to a session, once, over a restart',
  async () => {
    const env = { HOME: home, XDG_DATA_HOME: join(home, 'data'), PATH: process.env.PATH ?? '', TZ: 'UTC' };
    const settings: Settings = {
      notifications: {
        rules: [
          {
            id: 'all',
            name: 'All',
            enabled: true,
            about: ['needs_you', 'done'],
            afterSeconds: 0,
            coolDownSeconds: 0,
            quiet: null,
            unlessFocused: true,
            agents: ['claude'],
            projects: ['/code'],
            to: ['hook'],
          },
        ],
        targets: [{ id: 'hook', name: 'Hook', type: 'webhook', url }],
      },
      views: [],
    };
    const told = async (amc: AmcProcess) =>
      (await amc.client.call('health', {})).sources.find(({ name }) => name === 'notifications to Hook');
    {
      await using amc = await AmcProcess.start(env);
      const { call } = amc.client;
      expect((await call('settings', {})).notifications.rules[0]?.id).toBe('needs-you');
      expect(await call('testTarget', { body: settings.notifications.targets[0]! })).toEqual({
        ok: true,
        detail: 'it answered 200',
      });
      expect(heard.splice(0)).toMatchObject([{ about: 'test' }]);
      await call('saveSettings', { body: settings });
      await expect(
        call('saveSettings', { body: { ...settings, notifications: { ...settings.notifications, targets: [] } } }),
      ).rejects.toMatchObject({ code: 'settings_refused' });
      register('busy');
      await amc.session('works', ({ status }) => status.value === 'working');
      register('waiting');
      await until('it is told', () => heard.length === 1);
      expect(heard).toMatchObject([
        { about: 'needs_you', what: 'waits for you', url: `${amc.server.url}/s/claude%3As1` },
      ]);
      await until('the health knows', async () => (await told(amc))?.state === 'ok');
      expect((await told(amc))?.since).toBeGreaterThan(0);
      // Somebody looks: they see it themselves.
      await call('attention', { body: { page: 'p1', looking: true } });
      register('busy');
      await amc.session('works', ({ status }) => status.value === 'working');
      register('idle');
      await amc.session('is idle', ({ status }) => status.value === 'idle');
      await call('attention', { body: { page: 'p1', looking: false } });
      register('waiting');
      await until('the next is told', () => heard.length === 2);
    }
    {
      await using amc = await AmcProcess.start(env);
      expect(await amc.client.call('settings', {})).toEqual(settings);
      await amc.session('waits', ({ status }) => status.value === 'needs_attention');
      register('busy');
      await amc.session('works', ({ status }) => status.value === 'working');
      register('idle');
      // What was told before is not told again: the next that comes is news.
      await until('its end is told', () => heard.length === 3);
      expect(heard.map(({ about }) => about)).toEqual(['needs_you', 'needs_you', 'done']);
    }
  },
);
