import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScreenEvent } from '../../../src/contract/screen.ts';
import { followScreen, followScreens, type ScreenFollowState } from '../../../src/client/screen.ts';
import { FakeMission, fakeSession } from '../../helpers/fake-mission.ts';
import { startServer, type ServerRig } from '../../helpers/server-rig.ts';
import { until } from '../../helpers/wait.ts';

/** One pane, told by the test. */
class Panes {
  readonly #listeners = new Set<(event: ScreenEvent) => void>();
  get followers(): number {
    return this.#listeners.size;
  }
  follow = (_: string, listener: (event: ScreenEvent) => void): (() => void) => {
    this.#listeners.add(listener);
    listener(screen('first'));
    return () => this.#listeners.delete(listener);
  };
  tell(event: ScreenEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

const screen = (row: string): ScreenEvent => ({ type: 'screen', screen: { at: 0, cols: 80, rows: [row] } });
const session = fakeSession();
const path = `/api/sessions/${encodeURIComponent(session.key)}/screen`;

let rig: ServerRig;
let panes: Panes;
beforeEach(async () => {
  panes = new Panes();
  const mission = new FakeMission();
  Object.assign(mission, { screens: { follow: panes.follow, type: async () => ({ ok: true }) } });
  mission.put(session);
  rig = await startServer({ mission, limits: { streamHeartbeatMs: 50 } });
});
afterEach(() => rig.dispose());

const client = (events: ScreenEvent[], states: ScreenFollowState[], signal: AbortSignal, key: string = session.key) =>
  followScreen({
    baseUrl: rig.url,
    headers: () => ({ authorization: `Bearer ${rig.token}` }),
    sessionKey: key,
    signal,
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
    maxRetryMs: 50,
  });

async function open(): Promise<IncomingMessage> {
  const request = get(`${rig.url}${path}`, { headers: { authorization: `Bearer ${rig.token}` } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

describe('GET /api/sessions/:key/screen', () => {
  test('needs credentials, and a session that is there', async () => {
    const host = rig.asCli().slice(0, 1);
    expect((await rig.ask({ target: path, headers: host })).status).toBe(401);
    const foreign = [...rig.asCli(), ['Origin', 'https://evil.example'] as const];
    expect((await rig.ask({ target: path, headers: foreign })).status).toBe(403);
    expect((await rig.ask({ target: '/api/sessions/claude%3Anobody/screen', headers: rig.asCli() })).status).toBe(404);
    expect(
      (
        await rig.ask({
          method: 'POST',
          target: path,
          headers: rig.asCli([['Content-Type', 'application/json']]),
          body: '{}',
        })
      ).status,
    ).toBe(405);
    expect(panes.followers).toBe(0);
  });

  test('HEAD says what it is, and follows nothing', async () => {
    const reply = await rig.ask({ method: 'HEAD', target: path, headers: rig.asCli() });
    expect([reply.status, reply.body]).toEqual([200, '']);
    expect(panes.followers).toBe(0);
  });

  test('tells each screen, and lets go when the reader does', async () => {
    const events: ScreenEvent[] = [];
    const stop = new AbortController();
    const done = client(events, [], stop.signal);
    await until('what is awaited', () => events.length === 1);
    panes.tell(screen('second'));
    panes.tell({ type: 'unreadable', reason: 'why' });
    await until('what is awaited', () => events.length === 3);
    expect(events).toEqual([screen('first'), screen('second'), { type: 'unreadable', reason: 'why' }]);
    stop.abort();
    await done;
    await until('what is awaited', () => panes.followers === 0);
  });

  test('ends with `gone`, and is not asked again', async () => {
    const events: ScreenEvent[] = [];
    const done = client(events, [], new AbortController().signal);
    await until('what is awaited', () => events.length === 1);
    panes.tell({ type: 'gone', reason: 'the session has ended' });
    await done;
    expect(events.at(-1)).toEqual({ type: 'gone', reason: 'the session has ended' });
    await until('what is awaited', () => panes.followers === 0);
  });

  test('gives a reader that does not read the newest screen, and holds no others', async () => {
    const response = await open();
    response.pause();
    const rows = (index: number): ScreenEvent => screen(`${index} ${'x'.repeat(100_000)}`);
    for (let index = 0; index < 300; index += 1) {
      panes.tell(rows(index));
      await new Promise(setImmediate);
    }
    panes.tell(screen('the last'));
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (piece: string) => (text += piece));
    response.resume();
    await until('what is awaited', () => text.includes('the last'));
    expect(text.split('event: screen').length).toBeLessThan(200);
    response.destroy();
    await until('what is awaited', () => panes.followers === 0);
  });

  test('is followed again after a break, and ends with the server', async () => {
    const events: ScreenEvent[] = [];
    const states: ScreenFollowState[] = [];
    const stop = new AbortController();
    const done = client(events, states, stop.signal);
    await until('what is awaited', () => events.length === 1);
    await rig.server.dispose();
    await until('what is awaited', () => states.some(({ phase }) => phase === 'lost'));
    expect(panes.followers).toBe(0);
    stop.abort();
    await done;
  });

  test('a session nobody knows ends the client', async () => {
    const states: ScreenFollowState[] = [];
    await client([], states, new AbortController().signal, 'claude:nobody');
    expect(states.map(({ phase }) => phase)).toEqual(['connecting', 'refused']);
  });
});

describe('GET /api/screens', () => {
  const target = (keys: unknown): string => `/api/screens?${new URLSearchParams({ keys: JSON.stringify(keys) })}`;

  test('needs credentials and a list of keys', async () => {
    expect((await rig.ask({ target: target(['claude:a']), headers: rig.asCli().slice(0, 1) })).status).toBe(401);
    for (const wrong of [[], 'claude:a', [1], Array(51).fill('claude:a')])
      expect((await rig.ask({ target: target(wrong), headers: rig.asCli() })).status).toBe(400);
    expect(panes.followers).toBe(0);
  });

  test('tells several panes by one connection, until all of them are gone', async () => {
    const told: string[] = [];
    const stop = new AbortController();
    const over = followScreens({
      baseUrl: rig.url,
      headers: () => ({ authorization: `Bearer ${rig.token}` }),
      sessionKeys: ['claude:a', 'codex:b'],
      signal: stop.signal,
      onEvent: (event, key) => told.push(`${key} ${event.type === 'screen' ? event.screen.rows.join() : event.type}`),
      onState: () => {},
    });
    await until('both panes', () => told.length === 2);
    panes.tell(screen('second'));
    await until('both changes', () => told.length === 4);
    panes.tell({ type: 'gone', reason: 'over' });
    await over;
    expect(told).toEqual([
      'claude:a first',
      'codex:b first',
      'claude:a second',
      'codex:b second',
      'claude:a gone',
      'codex:b gone',
    ]);
    await until('nobody follows', () => panes.followers === 0);
  });
});
