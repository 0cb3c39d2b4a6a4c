import { expect } from 'vitest';
import { CANARY } from '../helpers/fake-mission.ts';
import type { RawReply } from '../helpers/raw-http.ts';
import type { ServerRig } from '../helpers/server-rig.ts';

/** What must hold of every refusal, whatever it refuses. */
export async function expectHarmless(
  rig: ServerRig,
  reply: RawReply,
  { echoed = [] }: { echoed?: readonly string[] } = {},
): Promise<void> {
  const names = [...reply.headers.keys()];
  expect(names.filter((name) => name.startsWith('access-control-'))).toEqual([]);
  expect(names).not.toContain('set-cookie');
  expect(reply.headers.get('cross-origin-resource-policy')).toEqual(['same-origin']);
  expect(reply.headers.get('content-security-policy')?.[0]).toContain("frame-ancestors 'none'");
  expect(reply.headers.get('x-content-type-options')).toEqual(['nosniff']);
  const whole = reply.head + reply.body;
  expect(whole).not.toContain(CANARY);
  for (const text of echoed) expect(whole).not.toContain(text);
  expect([rig.mission.submitted, rig.mission.dismissed]).toEqual([[], []]);
  expect(JSON.stringify(rig.log)).not.toContain(rig.token);
  await expectAlive(rig);
}

/** The server goes on serving those who may ask. */
export async function expectAlive(rig: ServerRig): Promise<void> {
  expect((await rig.ask({ target: '/api/health', headers: rig.asCli() })).status).toBe(200);
}
