import { request, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/contract/errors.ts';
import { CANARY, fakeSession } from '../../helpers/fake-mission.ts';
import { makeDetail, makeHit, READY } from '../../helpers/make-history.ts';
import { header, type RawReply } from '../../helpers/raw-http.ts';
import { startServer, type ServerRig } from '../../helpers/server-rig.ts';
import { readStream } from '../../helpers/sse-reader.ts';
import { until } from '../../helpers/wait.ts';

let rig: ServerRig;
beforeEach(async () => {
  rig = await startServer();
});
afterEach(() => rig.dispose());

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const get = (target: string): Promise<RawReply> => rig.ask({ target, headers: rig.asCli() });
const post = (target: string, body: object = {}): Promise<RawReply> =>
  rig.ask({ method: 'POST', target, headers: rig.asCli([JSON_TYPE]), body: JSON.stringify(body) });
const json = async (reply: Promise<RawReply>): Promise<unknown> => JSON.parse((await reply).body);

describe('history', () => {
  test('the list: filtered, paged, and every filter named as it was meant', async () => {
    for (const n of [1, 2, 3]) rig.mission.history.put(makeDetail({ id: `s${n}`, lastAt: n, sourceDeleted: n === 2 }));
    const first = await json(get('/api/history?limit=2'));
    expect(first).toMatchObject({ sessions: [{ id: 's3' }, { id: 's2' }], total: 3, next: '2' });
    expect(await json(get('/api/history?limit=2&cursor=2'))).toMatchObject({ sessions: [{ id: 's1' }], next: null });
    expect(await json(get('/api/history?deleted=only&agent=claude&project=ledger&text=Session'))).toMatchObject({
      sessions: [{ id: 's2' }],
    });
    expect(rig.mission.history.asked.at(-1)).toEqual({
      what: 'list',
      query: { cursor: null, limit: 100, agent: 'claude', project: 'ledger', text: 'Session', sourceDeleted: true },
    });
    for (const bad of ['limit=0', 'limit=20001', 'deleted=all', 'colour=red', 'limit=2&limit=3'])
      expect([bad, (await get(`/api/history?${bad}`)).status]).toEqual([bad, 400]);
  });

  test('one session of it: all that is known, and as a session that has ended', async () => {
    const { key } = rig.mission.history.put(makeDetail({ id: 's1', pullRequests: ['https://x/1'] }));
    expect(await json(get(`/api/history/${key}`))).toMatchObject({ key, pullRequests: ['https://x/1'] });
    expect(await json(get(`/api/sessions/${key}`))).toMatchObject({ key, status: { value: 'ended' } });
    for (const path of ['/api/history/claude:nobody', '/api/sessions/claude:nobody']) {
      const none = await get(path);
      expect([none.status, JSON.parse(none.body).code]).toEqual([404, 'session_unknown']);
    }
  });

  test('a page around a place, of a subagent, with all branches', async () => {
    const { key } = rig.mission.put(fakeSession());
    const page = await json(get(`/api/sessions/${key}/conversation?around=7&agentId=a1&branches=all&limit=5`));
    expect(page).toMatchObject({ source: 'file', branches: [] });
    expect(rig.mission.pages).toEqual([{ key, page: { around: 7, agentId: 'a1', branches: 'all', limit: 5 } }]);
    expect((await get(`/api/sessions/${key}/conversation?around=-1`)).status).toBe(400);
  });

  test('a record by its place; the timeline', async () => {
    const { key } = rig.mission.put(fakeSession());
    rig.mission.history.recordOf = () => ({ items: [], raw: `{"text":"${CANARY}"}` });
    expect(await json(get(`/api/sessions/${key}/records/123?agentId=a1`))).toMatchObject({
      raw: `{"text":"${CANARY}"}`,
    });
    expect(rig.mission.history.asked).toEqual([{ what: 'record', place: { key, offset: 123, agentId: 'a1' } }]);
    expect((await get(`/api/sessions/${key}/records/x`)).status).toBe(400);
    expect(await json(get(`/api/sessions/${key}/timeline`))).toMatchObject({ totals: { tool: 2 } });
  });
});

describe('search and usage', () => {
  test('a query goes as it is written; a bad one says where it is wrong', async () => {
    const hit = makeHit({ id: 's1', text: 'found here', mark: 'here' });
    rig.mission.history.searchReply = () => ({ hits: [hit], next: '9', exhausted: false, tookMs: 3, complete: true });
    expect(await json(get(`/api/search?q=${encodeURIComponent('"a b" role:prompt')}&limit=3`))).toMatchObject({
      hits: [{ snippet: { marks: [[6, 10]] } }],
      next: '9',
    });
    expect(rig.mission.history.asked).toEqual([
      { what: 'search', request: { query: '"a b" role:prompt', cursor: null, limit: 3 } },
    ]);
    rig.mission.history.searchReply = () => {
      throw new UserError({
        code: 'query_invalid',
        message: 'No such filter.',
        next: 'See docs.',
        place: { from: 2, to: 7 },
      });
    };
    const bad = await get('/api/search?q=a%20rol:x');
    expect([bad.status, JSON.parse(bad.body)]).toMatchObject([
      400,
      { code: 'query_invalid', place: { from: 2, to: 7 } },
    ]);
    expect((await get('/api/search')).status).toBe(400);
  });

  test('usage by several groups, in a time zone', async () => {
    const reply = await json(get('/api/usage?by=day,model&from=5&project=ledger&session=claude:s1&zone=Europe/Berlin'));
    expect(reply).toMatchObject({ rows: [], complete: true });
    expect(rig.mission.history.asked).toEqual([
      {
        what: 'usage',
        request: {
          by: ['day', 'model'],
          from: 5,
          to: null,
          project: 'ledger',
          sessionKey: 'claude:s1',
          timeZone: 'Europe/Berlin',
        },
      },
    ]);
    await get('/api/usage');
    expect(rig.mission.history.asked.at(-1)).toEqual({
      what: 'usage',
      request: { by: ['day'], from: null, to: null, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    });
    expect((await get('/api/usage?by=colour')).status).toBe(400);
  });
});

describe('the index', () => {
  test('how far it is; a check; a new reading; forgetting', async () => {
    rig.mission.history.progressNow = { ...READY, state: 'indexing', etaMs: 5_000 };
    rig.mission.history.faults = [{ invariant: 'I3', path: '/x', message: 'A gap.' }];
    expect(await json(get('/api/index'))).toMatchObject({ state: 'indexing', etaMs: 5_000 });
    expect(await json(post('/api/index/verify'))).toEqual({
      faults: [{ invariant: 'I3', path: '/x', message: 'A gap.' }],
      checkedFiles: 0,
    });
    expect(await json(post('/api/index/rebuild'))).toMatchObject({ state: 'indexing' });
    await post('/api/index/forget');
    await post('/api/index/forget', { session: 'claude:s1' });
    expect(rig.mission.history.asked).toEqual([
      { what: 'verify' },
      { what: 'rebuild' },
      { what: 'forget', key: null },
      { what: 'forget', key: 'claude:s1' },
    ]);
  });

  test('nothing of it changes by a GET, from another origin, or without credentials', async () => {
    for (const path of ['/api/index/verify', '/api/index/rebuild', '/api/index/forget'])
      expect((await get(path)).status).toBe(405);
    const browser = await rig.login();
    const headers = rig
      .asPage(browser, [JSON_TYPE])
      .map(([name, value]): [string, string] => [name, name === 'Origin' ? 'http://evil.example' : value]);
    const stranger = await rig.ask({ method: 'POST', target: '/api/index/forget', headers, body: '{}' });
    expect(stranger.status).toBe(403);
    const nobody = await rig.ask({ target: '/api/search?q=x', headers: [['Host', `127.0.0.1:${rig.port}`]] });
    expect(nobody.status).toBe(401);
    expect(rig.mission.history.asked).toEqual([]);
  });

  test('its progress is in the snapshot and follows on the stream', async () => {
    const reader = await readStream(rig.port, rig.asCli());
    await reader.has(1);
    rig.mission.feed.publish({ type: 'index', progress: { ...READY, state: 'indexing' } });
    expect(await reader.has(2)).toMatchObject([
      { event: 'snapshot', data: { index: { state: 'ready' } } },
      { event: 'index', data: { progress: { state: 'indexing' } } },
    ]);
    reader.close();
  });
});

describe('an export', () => {
  const target = `/api/sessions/${fakeSession().key}/export`;

  test('is a download in parts, named and typed', async () => {
    const reply = await get(`${target}?format=html`);
    expect([reply.status, reply.body]).toEqual([200, '# A title\n']);
    expect(header(reply, 'content-disposition')).toBe('attachment; filename="claude-ledger.md"');
    expect(header(reply, 'content-type')).toBe('text/markdown; charset=utf-8');
    expect(header(reply, 'x-content-type-options')).toBe('nosniff');
    expect(rig.mission.history.asked).toEqual([{ what: 'export', key: fakeSession().key, format: 'html' }]);
    const head = await rig.ask({ method: 'HEAD', target, headers: rig.asCli() });
    expect([head.status, head.body]).toEqual([200, '']);
  });

  test('is refused like every other route', async () => {
    expect((await get(`${target}?format=pdf`)).status).toBe(400);
    expect((await post(target)).status).toBe(405);
    expect((await rig.ask({ target, headers: [['Host', `127.0.0.1:${rig.port}`]] })).status).toBe(401);
    rig.mission.history.exportOf = () =>
      Promise.reject(new UserError({ code: 'session_unknown', message: 'There is no such session.' }));
    expect((await get(target)).status).toBe(404);
  });

  test('that fails on the way breaks off, so that half is not taken for the whole; the log says why', async () => {
    rig.mission.history.exportText = async function* () {
      yield 'x'.repeat(200_000);
      throw new Error('the file went away');
    };
    await expect(
      fetch(rig.url + target, { headers: { authorization: `Bearer ${rig.token}` } }).then((r) => r.text()),
    ).rejects.toThrow('terminated');
    expect(JSON.stringify(rig.log)).toContain('the file went away');
  });

  test('is written only as fast as it is taken, and stops when nobody takes it', async () => {
    let made = 0;
    let stopped = false;
    rig.mission.history.exportText = async function* () {
      try {
        for (; made < 10_000; made += 1) yield 'x'.repeat(100_000);
      } finally {
        stopped = true;
      }
    };
    const asked = request(rig.url + target, { headers: { authorization: `Bearer ${rig.token}` } });
    const reply = await new Promise<IncomingMessage>((resolve) => asked.on('response', resolve).end());
    reply.pause();
    await until('the server to wait', async () => {
      const before = made;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return made > 0 && made === before;
    });
    expect(made).toBeLessThan(1_000);
    reply.destroy();
    await until('the server to stop', () => stopped);
  });
});

test('OpenAPI says what must be given, and how a list is', async () => {
  const document = (await json(get('/api/openapi.json'))) as {
    paths: Record<string, { get: { parameters: { name: string }[] } }>;
  };
  const of = (path: string, name: string) => document.paths[path]?.get.parameters.find((one) => one.name === name);
  expect(of('/api/search', 'q')).toMatchObject({ required: true });
  expect(of('/api/search', 'limit')).toMatchObject({ required: false });
  expect(of('/api/usage', 'by')).toMatchObject({ required: false, explode: false, schema: { type: 'array' } });
});
