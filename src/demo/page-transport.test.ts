import { beforeAll, describe, expect, it } from 'vitest';
import { checkEvent, checkReply } from '../client/check.ts';
import { createClient } from '../client/client.ts';
import { openStream } from '../client/stream.ts';
import type { Action } from '../contract/command.ts';
import { routes, type RouteName, type RouteSpec } from '../contract/routes.ts';
import { ScreenEvent } from '../contract/screen.ts';
import type { StreamEvent } from '../contract/stream.ts';
import { TestTime } from '../../test/helpers/demo-time.ts';
import { DemoMission } from './demo-mission.ts';
import { createPageTransport } from './page-transport.ts';

const time = new TestTime(Date.UTC(2026, 10, 19, 10, 24));
const mission = new DemoMission({ time });
const answer = createPageTransport(mission);
const fetch: typeof globalThis.fetch = async (input, init = {}) => {
  const reply = await answer(new URL(String(input), 'http://demo.invalid'), init);
  if (reply === null) throw new Error(`Expected a route, got ${String(input)}`);
  return reply;
};

/** Routes that only a server has. */
const SERVERS_OWN: readonly RouteName[] = [
  'stream',
  'screen',
  'screens',
  'exportSession',
  'exchange',
  'mintCode',
  'openapi',
];

/** What each route needs, for the session `key`. */
function inputOf(name: RouteName, key: string): { query?: Record<string, string>; body?: unknown } {
  const action: Action = { type: 'interrupt' };
  const inputs: Partial<Record<RouteName, { query?: Record<string, string>; body?: unknown }>> = {
    search: { query: { q: 'the OR cache' } },
    usage: { query: { by: 'day,agent,model,project,session' } },
    completions: { query: { trigger: '@' } },
    sendCommand: { body: { sessionKey: key, action } },
    uploadAttachment: { body: { name: 'a.png', base64: 'AAAA' } },
    mark: { body: { pinned: true } },
    typeKeys: { body: { text: 'x' } },
    saveSettings: { body: mission.settings.get() },
    testTarget: { body: { id: 'a', name: 'A', type: 'webhook', url: 'https://example.org/hook' } },
    attention: { body: { page: 'p', looking: true } },
    changeHooks: { body: { action: 'uninstall' } },
  };
  return inputs[name] ?? {};
}

async function call(name: RouteName, key: string, commandId: string): Promise<{ status: number; body: unknown }> {
  const spec: RouteSpec = routes[name];
  const { query = {}, body = {} } = inputOf(name, key);
  const path = spec.path.replace(':key', encodeURIComponent(key)).replace(':id', commandId).replace(':offset', '0');
  const init = spec.method === 'POST' ? { method: 'POST', body: JSON.stringify(body) } : {};
  const response = await fetch(`${path}?${new URLSearchParams(query).toString()}`, init);
  return { status: response.status, body: await response.json() };
}

describe('the route table', () => {
  const keys = [
    ...mission.sessions().map(({ key }) => key),
    ...mission.history.list({ cursor: null, limit: 500 }).sessions.map(({ key }) => key),
  ];
  const live = new Set<string>(mission.sessions().map(({ key }) => key));
  const LIVE_ONLY: readonly RouteName[] = ['mark', 'dismiss', 'completions', 'typeKeys', 'sendCommand', 'reveal'];

  for (const [name, spec] of Object.entries<RouteSpec>(routes)) {
    if (SERVERS_OWN.some((own) => own === name)) continue;
    it(`${name}: the reply fits the contract, whatever session it is of`, async () => {
      const held = mission.submit(
        { sessionKey: mission.sessions()[0]?.key ?? (keys[0] as never), action: { type: 'interrupt' }, holdMs: 60_000 },
        { by: 'page' },
      );
      const ofSession = spec.path.includes(':key') || name === 'sendCommand';
      const wanted = ofSession
        ? keys.filter((key) => live.has(key) || !LIVE_ONLY.some((only) => only === name))
        : keys.slice(0, 1);
      for (const key of wanted) {
        const { status, body } = await call(name as RouteName, key, held.id);
        expect([
          name,
          status,
          spec.reply?.safeParse(body).error?.message ?? 'fits',
          status === 200 ? '' : body,
        ]).toEqual([name, 200, 'fits', '']);
      }
    });
  }

  it('what cannot be answered is a problem of the contract', async () => {
    const client = createClient({ baseUrl: '', fetch, check: checkReply });
    await expect(client.call('session', { params: { key: 'claude:nobody' } })).rejects.toMatchObject({
      code: 'session_unknown',
      fault: 'user',
    });
    await expect(client.call('search', { query: { q: 'role:nobody' } })).rejects.toMatchObject({
      code: 'query_invalid',
    });
    expect((await fetch('/api/nothing')).status).toBe(404);
  });
});

describe('what is no JSON', () => {
  beforeAll(() => {
    for (const { key } of mission.agents()) mission.mark(key, { dismissed: false });
  });

  it('the client follows the stream: a snapshot, then changes', async () => {
    const stop = new AbortController();
    const events: StreamEvent[] = [];
    const { done } = openStream({
      baseUrl: '',
      fetch,
      check: checkEvent,
      signal: stop.signal,
      onEvent: (event) => events.push(event),
      onState: () => {},
    });
    await expect.poll(() => events[0]).toMatchObject({ type: 'snapshot', demo: true });
    mission.mark(mission.sessions()[0]?.key ?? '', { name: 'Called so' });
    await expect
      .poll(() => events.at(-1))
      .toMatchObject({ type: 'session', session: { marks: { name: 'Called so' } } });
    stop.abort();
    await done;
  });

  it('a pane is drawn, and typed into', async () => {
    const agent = mission.agents().find(({ profile }) => profile.name === 'cart');
    const screens: string[] = [];
    const unfollow = mission.screens.follow(agent?.key ?? '', (event) => {
      expect(ScreenEvent.safeParse(event).success).toBe(true);
      if (event.type === 'screen') screens.push(event.screen.rows.join('\n'));
    });
    await mission.screens.type(agent?.key ?? '', { key: 'escape' }, { by: 'page' });
    await mission.screens.type(agent?.key ?? '', { text: 'And the badge?' }, { by: 'page' });
    expect(screens.at(-1)).toContain('> And the badge?');
    await mission.screens.type(agent?.key ?? '', { key: 'enter' }, { by: 'page' });
    time.pass(1_000);
    expect(agent?.book.last('prompt')?.text).toBe('And the badge?');
    unfollow();
  });

  it('a conversation is exported in each format', async () => {
    const client = createClient({ baseUrl: '', fetch, check: checkReply });
    const { key } = mission.history.list({ cursor: null, limit: 1, text: 'islands' }).sessions[0] ?? { key: '' };
    for (const format of ['markdown', 'html', 'json'] as const) {
      const file = await client.download('exportSession', { params: { key }, query: { format } });
      let text = '';
      for await (const part of file.bytes) text += new TextDecoder().decode(part);
      expect(text).toContain('Madeira');
    }
  });
});

describe('the past', () => {
  it('has two months of sessions, found by their words, each with a place that opens', async () => {
    expect(mission.history.list({ cursor: null, limit: 500 }).total).toBeGreaterThan(75);
    const { hits } = await mission.history.search({
      query: '"expiry OR certificate" OR certificate project:infra',
      cursor: null,
      limit: 10,
    });
    const hit = hits.find(({ title }) => title === 'Why is staging red');
    expect(hit?.snippet.text).toContain('certificate');
    const page = await mission.conversation(hit?.session ?? '', { around: hit?.offset, limit: 20 });
    expect(page.items.some(({ offset }) => offset === hit?.offset)).toBe(true);
  });

  it('conversations come in pages that fit together', async () => {
    const { key } = mission.agents().toSorted((a, b) => b.book.length - a.book.length)[0] ?? { key: '' };
    const whole = await mission.conversation(key, { limit: 500 });
    const parts: string[] = [];
    for (let before: number | undefined; ;) {
      const page = await mission.conversation(key, { limit: 7, ...(before === undefined ? {} : { before }) });
      parts.unshift(...page.items.map(({ id }) => id));
      if (page.before === null) break;
      before = page.before;
    }
    expect(parts).toEqual(whole.items.map(({ id }) => id));
  });

  it('its usage adds up, and what has no price is null', async () => {
    const request = { from: null, to: null, timeZone: 'UTC' };
    const byDay = await mission.history.usage({ ...request, by: ['day'] });
    const byModel = await mission.history.usage({ ...request, by: ['model'] });
    const sum = (rows: typeof byDay.rows): number =>
      rows.reduce((all, { tokens }) => all + tokens.cacheRead + tokens.output, 0);
    expect(sum(byDay.rows)).toBe(sum(byModel.rows));
    expect(byDay.rows.length).toBeGreaterThan(40);
    expect(byModel.rows.find(({ model }) => model === 'gpt-oss-120b')).toMatchObject({
      cost: null,
      unpriced: ['gpt-oss-120b'],
    });
    expect(byDay.waited.length).toBeGreaterThan(20);
  });
});
