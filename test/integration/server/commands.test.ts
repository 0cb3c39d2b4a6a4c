import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../src/contract/audit.ts';
import { fakeSession } from '../../helpers/fake-mission.ts';
import { header, type HeaderList, type RawReply } from '../../helpers/raw-http.ts';
import { startServer, type ServerRig } from '../../helpers/server-rig.ts';

let rig: ServerRig;
beforeEach(async () => {
  rig = await startServer();
});
afterEach(() => rig.dispose());

const JSON_TYPE = ['Content-Type', 'application/json'] as const;

function post(target: string, body: unknown, headers: HeaderList = rig.asCli()): Promise<RawReply> {
  return rig.ask({ method: 'POST', target, headers: [...headers, JSON_TYPE], body: JSON.stringify(body) });
}

describe('who gave a command', () => {
  const wanted = { sessionKey: fakeSession().key, action: { type: 'interrupt' } };
  beforeEach(() => {
    rig.mission.put(fakeSession());
  });

  test('is told by the credentials and the connection: the page, the command line, another program', async () => {
    await post('/api/commands', wanted, rig.asPage(await rig.login(), [['User-Agent', 'Firefox']]));
    await post('/api/commands', wanted, rig.asCli([['User-Agent', 'amc/1.2.3']]));
    await post('/api/commands', wanted, rig.asCli([['User-Agent', 'curl/8']]));
    await post('/api/commands', wanted, rig.asCli());
    expect(rig.mission.actors).toEqual([
      { by: 'page', address: '127.0.0.1', client: 'Firefox' },
      { by: 'cli', address: '127.0.0.1', client: 'amc/1.2.3' },
      { by: 'api', address: '127.0.0.1', client: 'curl/8' },
      { by: 'api', address: '127.0.0.1' },
    ]);
  });

  test('a page is a page, whatever it calls itself', async () => {
    await post('/api/commands', wanted, rig.asPage(await rig.login(), [['User-Agent', 'amc/1.2.3']]));
    expect(rig.mission.actors).toMatchObject([{ by: 'page' }]);
  });

  test('is not believed from the body', async () => {
    const reply = await post('/api/commands', { ...wanted, actor: { by: 'page' } });
    expect([reply.status, JSON.parse(reply.body).code, rig.mission.submitted]).toEqual([400, 'request_invalid', []]);
  });

  test('by the original’s routes it is the original', async () => {
    await post(`/api/respond/${fakeSession().id}`, { text: 'go on' }, rig.asCli([['User-Agent', 'old/1']]));
    expect(rig.mission.actors).toEqual([{ by: 'original', address: '127.0.0.1', client: 'old/1' }]);
  });

  test('of a long name only the beginning is kept', async () => {
    await post('/api/commands', wanted, rig.asCli([['User-Agent', 'x'.repeat(5_000)]]));
    expect(rig.mission.actors[0]?.client).toHaveLength(200);
  });
});

describe('a command', () => {
  test('is taken back by its id, by somebody who is known', async () => {
    const { key } = rig.mission.put(fakeSession());
    const sent = await post('/api/commands', { sessionKey: key, action: { type: 'prompt', text: 'x' }, holdMs: 5_000 });
    expect(rig.mission.submitted).toMatchObject([{ holdMs: 5_000 }]);
    const reply = await post(`/api/commands/${JSON.parse(sent.body).id}/cancel`, {});
    expect([reply.status, JSON.parse(reply.body).delivery.reason.code]).toEqual([200, 'taken_back']);
    expect(rig.mission.actors).toHaveLength(2);
    const none = await post('/api/commands/nobody/cancel', {});
    expect([none.status, JSON.parse(none.body).code]).toEqual([404, 'command_unknown']);
  });

  test('is not changed by a GET', async () => {
    const reply = await rig.ask({ target: '/api/commands/c1/cancel', headers: rig.asCli() });
    expect([reply.status, header(reply, 'allow')]).toEqual([405, 'POST']);
  });
});

describe('the audit log', () => {
  test('is read page by page, of a session or a command', async () => {
    const entry: AuditEntry = {
      seq: 7,
      at: 1,
      commandId: 'c1',
      sessionKey: fakeSession().key,
      actor: { by: 'page' },
      what: 'prompt: x',
      state: 'queued',
    };
    rig.mission.audited.push(entry);
    const reply = await rig.ask({ target: '/api/audit?before=9&session=claude:1&command=c1', headers: rig.asCli() });
    expect(JSON.parse(reply.body)).toEqual({ entries: [entry] });
    expect(rig.mission.auditAsked).toEqual([{ before: 9, limit: 100, session: 'claude:1', command: 'c1' }]);
  });

  test.each(['limit=0', 'limit=1001', 'before=-1', 'before=x', 'other=1'])('refuses %s', async (query) => {
    const reply = await rig.ask({ target: `/api/audit?${query}`, headers: rig.asCli() });
    expect(reply.status).toBe(400);
  });
});

describe('a file for a prompt', () => {
  const ofBytes = (count: number): string => Buffer.alloc(count, 'x').toString('base64');

  test('of ten megabytes passes; what is larger than the route takes is refused before it is read', async () => {
    const sent = await post('/api/attachments', { name: 'a.png', base64: ofBytes(10 * 1024 * 1024) });
    expect([sent.status, JSON.parse(sent.body)]).toEqual([
      200,
      { path: '/attachments/1.png', bytes: 10 * 1024 * 1024 },
    ]);
    const tooLarge = await post('/api/attachments', { name: 'a.png', base64: ofBytes(11 * 1024 * 1024) });
    expect([tooLarge.status, JSON.parse(tooLarge.body).code]).toEqual([413, 'body_too_large']);
    expect(rig.mission.attachments).toHaveLength(1);
  });

  test('is no way around the limit of other routes, and needs credentials', async () => {
    const other = await post('/api/commands', { text: ofBytes(2 * 1024 * 1024) });
    expect([other.status, JSON.parse(other.body).code]).toEqual([413, 'body_too_large']);
    const stranger = await post('/api/attachments', { name: 'a', base64: ofBytes(9) }, [
      ['Host', `127.0.0.1:${rig.port}`],
    ]);
    expect(stranger.status).toBe(403);
    expect(rig.mission.attachments).toEqual([]);
  });

  test('has a name of at most 200 characters', async () => {
    const reply = await post('/api/attachments', { name: 'x'.repeat(300), base64: ofBytes(3) });
    expect(reply.status).toBe(400);
  });
});

describe('revealing', () => {
  test('a session, and one that is not there', async () => {
    const { key } = rig.mission.put(fakeSession());
    const reply = await post(`/api/sessions/${encodeURIComponent(key)}/reveal`, {});
    expect(JSON.parse(reply.body)).toEqual({ shown: true, note: 'in front of one client' });
    expect(rig.mission.revealed).toEqual([key]);
    expect((await post('/api/sessions/claude:nobody/reveal', {})).status).toBe(404);
  });
});
