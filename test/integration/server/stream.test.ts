import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeMission, fakeSession } from '../../helpers/fake-mission.ts';
import type { HeaderList } from '../../helpers/raw-http.ts';
import { startServer, type ServerRig, type ServerRigOptions } from '../../helpers/server-rig.ts';
import { readStream, type SseReader } from '../../helpers/sse-reader.ts';
import { until } from '../../helpers/wait.ts';

let rig: ServerRig;
const readers: SseReader[] = [];
beforeEach(() => start());
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await rig.dispose();
});

async function start(options: ServerRigOptions = {}): Promise<void> {
  rig = await startServer(options);
}

async function restart(options: ServerRigOptions): Promise<void> {
  await rig.dispose();
  await start(options);
}

async function read(headers: HeaderList = rig.asCli()): Promise<SseReader> {
  const reader = await readStream(rig.port, headers);
  readers.push(reader);
  return reader;
}

function titled(title: string): ReturnType<typeof fakeSession> {
  return rig.mission.put(fakeSession({ title }));
}

describe('GET /api/stream', () => {
  test('a snapshot first, then every change, each with its id and type', async () => {
    const session = titled('first');
    const reader = await read();
    expect(reader.headers['content-type']).toBe('text/event-stream');
    expect(reader.headers['cache-control']).toBe('no-store');
    await reader.has(1);
    titled('second');
    rig.mission.dismiss(session.key);
    const [snapshot, changed, removed] = await reader.has(3);
    expect(snapshot).toMatchObject({
      event: 'snapshot',
      id: 'fake-1',
      data: { type: 'snapshot', sessions: [{ title: 'first' }] },
    });
    expect(changed).toMatchObject({ event: 'session', id: 'fake-2', data: { session: { title: 'second' } } });
    expect(removed).toMatchObject({ event: 'session_removed', id: 'fake-3', data: { key: session.key } });
  });

  test('our own page is served the same', async () => {
    titled('for the page');
    const reader = await read(rig.asPage(await rig.login()));
    expect(await reader.has(1)).toMatchObject([{ event: 'snapshot' }]);
  });

  test('a reader that comes back with its last id gets exactly what it missed', async () => {
    titled('seen');
    const first = await read();
    const [seen] = await first.has(1);
    first.close();
    for (const title of ['missed 1', 'missed 2']) titled(title);
    const back = await read(rig.asCli([['Last-Event-ID', seen?.id ?? '']]));
    await back.has(2);
    titled('live');
    const titles = (await back.has(3)).map(({ data }) => data);
    expect(titles).toMatchObject([
      { session: { title: 'missed 1' } },
      { session: { title: 'missed 2' } },
      { session: { title: 'live' } },
    ]);
  });

  test.each([
    '../../x',
    '-1',
    'fake--1',
    `fake-${2 ** 60}`,
    'other-1',
    'fake-',
    '{"a":1}',
    'x'.repeat(300),
    'fake-1.5',
  ])('A045: Last-Event-ID %s gets a snapshot, whatever it means', async (id) => {
    titled('here');
    const reader = await read(rig.asCli([['Last-Event-ID', id]]));
    expect(await reader.has(1)).toMatchObject([{ event: 'snapshot' }]);
  });

  test('a text with every kind of line break is one event', async () => {
    const reader = await read();
    const title = 'a\nb\r\nc\rd\u2028e\u2029f\u0085g: data: x';
    titled(title);
    expect((await reader.has(2))[1]).toMatchObject({ data: { session: { title } } });
  });

  test('a quiet stream says that it lives', async () => {
    await restart({ limits: { streamHeartbeatMs: 20 } });
    const reader = await read();
    await until('two heartbeats', () => reader.comments.length >= 2);
    expect(reader.comments[0]).toBe(': hb');
  });

  test('a reader that goes is forgotten', async () => {
    let following = 0;
    const mission = new FakeMission();
    const follow = mission.feed.follow.bind(mission.feed);
    mission.feed.follow = (id, listener) => {
      following += 1;
      const unfollow = follow(id, listener);
      return () => {
        following -= 1;
        unfollow();
      };
    };
    await restart({ mission });
    const idle = following;
    const reader = await read();
    expect(following).toBe(idle + 1);
    reader.close();
    await until('the reader to be forgotten', () => following === idle);
  });

  test('a reader that lags behind by more than the limit is cut off; others are not; it comes back by id', async () => {
    await restart({ limits: { streamBacklogBytes: 100_000 } });
    const slow = await read();
    const quick = await read();
    const [snapshot] = await slow.has(1);
    await quick.has(1);
    slow.pause();
    const filler = 'x'.repeat(500_000);
    // Sockets of both ends hold some megabytes before the server has to keep anything itself.
    for (let count = 1; count <= 40; count += 1) {
      titled(`${count} ${filler}`);
      await quick.has(count + 1);
    }
    titled('last');
    slow.resume();
    await until('the slow reader to be cut off', () => slow.ended());
    expect((await quick.has(42)).at(-1)).toMatchObject({ data: { session: { title: 'last' } } });
    const lastId = slow.events.at(-1)?.id ?? snapshot?.id ?? '';
    const back = await read(rig.asCli([['Last-Event-ID', lastId]]));
    const missing = 42 - slow.events.length;
    expect((await back.has(missing)).at(-1)).toMatchObject({ data: { session: { title: 'last' } } });
    expect(back.events[0]?.event).toBe('session');
  });

  test('a snapshot that is larger than the limit reaches its reader', async () => {
    await restart({ limits: { streamBacklogBytes: 10_000 } });
    titled('x'.repeat(3_000_000));
    const reader = await read();
    titled('after');
    expect((await reader.has(2)).map(({ event }) => event)).toEqual(['snapshot', 'session']);
  });

  test('HEAD opens nothing', async () => {
    const reply = await rig.ask({ method: 'HEAD', target: '/api/stream', headers: rig.asCli() });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, ['text/event-stream']]);
  });

  test('closing the server ends every stream', async () => {
    const open = await Promise.all([read(), read(), read()]);
    await Promise.all(open.map((reader) => reader.has(1)));
    await rig.server.dispose();
    await until('all to end', () => open.every((reader) => reader.ended()));
    expect(open.map(({ events }) => events.length)).toEqual([1, 1, 1]);
  });
});
