import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeSession } from '../../helpers/fake-mission.ts';
import type { RawReply } from '../../helpers/raw-http.ts';
import { startServer, type ServerRig } from '../../helpers/server-rig.ts';

let rig: ServerRig;
beforeEach(async () => {
  rig = await startServer();
});
afterEach(() => rig.dispose());

function mark(key: string, body: unknown): Promise<RawReply> {
  return rig.ask({
    method: 'POST',
    target: `/api/sessions/${encodeURIComponent(key)}/marks`,
    headers: rig.asCli([['Content-Type', 'application/json']]),
    body: JSON.stringify(body),
  });
}

test('marks are put on, taken off by null, and a session is put out of sight and back', async () => {
  const { key } = rig.mission.put(fakeSession());
  const changes = [
    { pinned: true, name: ' Mine ', colour: 'cyan', snoozedUntil: 1_900_000_000_000 },
    { name: null, colour: null, snoozedUntil: null },
    { dismissed: true },
    { dismissed: false },
  ];
  for (const change of changes) expect((await mark(key, change)).status).toBe(200);
  expect(rig.mission.marked).toEqual([
    { key, change: { ...changes[0], name: 'Mine' } },
    ...changes.slice(1).map((change) => ({ key, change })),
  ]);
});

test.each([{ colour: 'plaid' }, { name: '  ' }, { name: 'x'.repeat(201) }, { snoozedUntil: -1 }, { pinned: 'yes' }])(
  'what makes no sense is refused: %j',
  async (change) => {
    const { key } = rig.mission.put(fakeSession());
    expect((await mark(key, change)).status).toBe(400);
    expect(rig.mission.marked).toEqual([]);
  },
);

test('a session that is not there is 404', async () => {
  const reply = await mark('claude:nobody', { pinned: true });
  expect([reply.status, JSON.parse(reply.body).code]).toEqual([404, 'session_unknown']);
});
