import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { routes, type RouteSpec } from '../../../src/contract/routes.ts';
import { CANARY, fakeSession } from '../../helpers/fake-mission.ts';
import { header } from '../../helpers/raw-http.ts';
import { startServer, type ServerRig } from '../../helpers/server-rig.ts';

let rig: ServerRig;
beforeEach(async () => {
  rig = await startServer();
});
afterEach(() => rig.dispose());

const JSON_TYPE = ['Content-Type', 'application/json'] as const;

describe('the route table', () => {
  test('every route is served: none is answered with "nothing here"', async () => {
    rig.mission.put(fakeSession());
    const endless = new Set<string>([routes.stream.path, routes.screen.path]);
    for (const { method, path } of Object.values<RouteSpec>(routes)) {
      const target = path.replace(':key', fakeSession().key).replace(':id', 'nobody');
      const reply = await rig.ask({
        method: endless.has(path) ? 'HEAD' : method,
        target,
        headers: rig.asCli(method === 'POST' ? [JSON_TYPE] : []),
        ...(method === 'POST' ? { body: '{"unexpected":1}' } : {}),
      });
      expect.soft([target, reply.body]).not.toEqual([target, expect.stringContaining('route_unknown')]);
      expect.soft([target, reply.status]).not.toEqual([target, 405]);
    }
  });

  test('an unknown route is 404, a wrong method 405 with what it takes', async () => {
    const unknown = await rig.ask({ target: '/api/nothing', headers: rig.asCli() });
    expect(unknown.status).toBe(404);
    expect(JSON.parse(unknown.body)).toMatchObject({ code: 'route_unknown', status: 404, fault: 'user' });
    expect(header(unknown, 'content-type')).toBe('application/problem+json');
    const wrong = await rig.ask({ method: 'DELETE', target: '/api/sessions', headers: rig.asCli([JSON_TYPE]) });
    expect(wrong.status).toBe(405);
    expect(header(wrong, 'allow')).toBe('GET, HEAD');
    const get = await rig.ask({ target: '/api/commands', headers: rig.asCli() });
    expect([get.status, header(get, 'allow')]).toEqual([405, 'POST']);
  });

  test('HEAD answers as GET does, without a body', async () => {
    const get = await rig.ask({ target: '/api/health', headers: rig.asCli() });
    const head = await rig.ask({ method: 'HEAD', target: '/api/health', headers: rig.asCli() });
    expect([get.status, head.status]).toEqual([200, 200]);
    expect(head.body).toBe('');
    expect(header(head, 'content-type')).toBe('application/json');
  });

  test('OpenAPI 3.1 names every route', async () => {
    const reply = await rig.ask({ target: '/api/openapi.json', headers: rig.asCli() });
    const document: unknown = JSON.parse(reply.body);
    expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
    const operations = JSON.stringify(document).match(/"operationId":"\w+"/g);
    expect(operations?.toSorted()).toEqual(
      Object.keys(routes)
        .map((name) => `"operationId":"${name}"`)
        .toSorted(),
    );
  });
});

describe('sessions', () => {
  test('the list, one of them, and one that is not there', async () => {
    const session = rig.mission.put(fakeSession());
    const list = await rig.ask({ target: '/api/sessions', headers: rig.asCli() });
    expect(JSON.parse(list.body)).toMatchObject({ sessions: [{ key: session.key }], serverTime: expect.any(Number) });
    expect(header(list, 'cache-control')).toBe('no-store');
    const one = await rig.ask({ target: `/api/sessions/${encodeURIComponent(session.key)}`, headers: rig.asCli() });
    expect(JSON.parse(one.body)).toEqual(session);
    const none = await rig.ask({ target: '/api/sessions/claude:nobody', headers: rig.asCli() });
    expect([none.status, JSON.parse(none.body).code]).toEqual([404, 'session_unknown']);
  });

  test.each(['a%41', 'ü', 'a b', 'a+b', 'a;b', '%', 'a?b#c'])('the id %s arrives as it is', async (id) => {
    const { key } = rig.mission.put(fakeSession({ id }));
    const reply = await rig.ask({ target: `/api/sessions/${encodeURIComponent(key)}`, headers: rig.asCli() });
    expect(JSON.parse(reply.body)).toMatchObject({ id });
  });

  test('a page of a conversation: cursors are numbers, the limit has its default', async () => {
    const { key } = rig.mission.put(fakeSession());
    const reply = await rig.ask({ target: `/api/sessions/${key}/conversation?before=17`, headers: rig.asCli() });
    expect(JSON.parse(reply.body).items[0].text).toBe(CANARY);
    expect(rig.mission.pages).toEqual([{ key, page: { before: 17, limit: 100, branches: 'live' } }]);
  });

  test('dismissing', async () => {
    const { key } = rig.mission.put(fakeSession());
    const reply = await rig.ask({
      method: 'POST',
      target: `/api/sessions/${key}/dismiss`,
      headers: rig.asCli([JSON_TYPE]),
      body: '{}',
    });
    expect([reply.status, JSON.parse(reply.body), rig.mission.dismissed]).toEqual([200, { ok: true }, [key]]);
  });
});

describe('commands', () => {
  test('a command goes to the mission as it was sent, and its delivery can be asked for', async () => {
    const { key } = rig.mission.put(fakeSession());
    const wanted = { sessionKey: key, action: { type: 'prompt', text: 'go on' }, idempotencyKey: 'a-key-of-mine' };
    const sent = await rig.ask({
      method: 'POST',
      target: '/api/commands',
      headers: rig.asCli([JSON_TYPE]),
      body: JSON.stringify(wanted),
    });
    expect(sent.status).toBe(200);
    expect(rig.mission.submitted).toEqual([wanted]);
    const asked = await rig.ask({
      target: `/api/commands/${JSON.parse(sent.body).id}?waitMs=10`,
      headers: rig.asCli(),
    });
    expect(JSON.parse(asked.body)).toMatchObject({ delivery: { state: 'confirmed' } });
  });

  test('a bad body names the field and what is wrong with it', async () => {
    const { key } = rig.mission.put(fakeSession());
    const body = JSON.stringify({ sessionKey: key, action: { type: 'prompt', text: '' } });
    const reply = await rig.ask({ method: 'POST', target: '/api/commands', headers: rig.asCli([JSON_TYPE]), body });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({
      code: 'request_invalid',
      issues: [{ path: 'action.text', message: expect.any(String) }],
    });
    expect(rig.mission.submitted).toEqual([]);
  });

  test('a prompt of a million characters passes', async () => {
    const { key } = rig.mission.put(fakeSession());
    const text = 'x'.repeat(1_000_000);
    const body = JSON.stringify({ sessionKey: key, action: { type: 'prompt', text } });
    const reply = await rig.ask({ method: 'POST', target: '/api/commands', headers: rig.asCli([JSON_TYPE]), body });
    expect([reply.status, rig.mission.submitted.length]).toEqual([200, 1]);
  });

  test('a bug says nothing of its inside to the client, and all of it to the log', async () => {
    rig.mission.health = () => {
      throw new Error('secret inside');
    };
    const reply = await rig.ask({ target: '/api/health', headers: rig.asCli() });
    expect([reply.status, JSON.parse(reply.body).fault]).toEqual([500, 'bug']);
    expect(reply.body).not.toContain('secret inside');
    expect(JSON.stringify(rig.log)).toContain('secret inside');
  });
});
