import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkEvent, checkReply } from '../../../src/client/check.ts';
import { createClient } from '../../../src/client/client.ts';
import { openStream } from '../../../src/client/stream.ts';
import type { StreamEvent } from '../../../src/contract/stream.ts';
import { fakeSession } from '../../helpers/fake-mission.ts';
import { startServer, type ServerRig } from '../../helpers/server-rig.ts';
import { until } from '../../helpers/wait.ts';

let rig: ServerRig;
beforeEach(async () => {
  rig = await startServer();
});
afterEach(() => rig.dispose());

function bearer(): Record<string, string> {
  return { authorization: `Bearer ${rig.token}` };
}

describe('our own client, over Node’s fetch', () => {
  test('calls routes with and without bodies, and gets errors in their class', async () => {
    const { key } = rig.mission.put(fakeSession());
    const client = createClient({ baseUrl: rig.url, headers: bearer, check: checkReply });
    expect((await client.call('sessions', {})).sessions).toMatchObject([{ key }]);
    const command = await client.call('sendCommand', { body: { sessionKey: key, action: { type: 'interrupt' } } });
    expect(await client.call('command', { params: { id: command.id }, query: { waitMs: 5 } })).toMatchObject({
      id: command.id,
    });
    expect((await client.call('mintCode', { body: {} })).url).toContain('/login#code=');
    expect(await client.call('dismiss', { params: { key }, body: {} })).toEqual({ ok: true });
    await expect(client.call('session', { params: { key } })).rejects.toMatchObject({
      fault: 'user',
      code: 'session_unknown',
    });
    const stranger = createClient({ baseUrl: rig.url, check: checkReply });
    await expect(stranger.call('health', {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('follows the stream', async () => {
    rig.mission.put(fakeSession());
    const events: StreamEvent[] = [];
    const problems: string[] = [];
    const controller = new AbortController();
    const stream = openStream({
      baseUrl: rig.url,
      headers: bearer,
      signal: controller.signal,
      check: checkEvent,
      onEvent: (event) => events.push(event),
      onState: () => undefined,
      onProblem: ({ code }) => problems.push(code),
    });
    await until('the snapshot', () => events.length === 1);
    rig.mission.put(fakeSession({ title: 'changed' }));
    await until('the change', () => events.length === 2);
    controller.abort();
    await stream.done;
    expect([events.map(({ type }) => type), problems]).toEqual([['snapshot', 'session'], []]);
  });
});
