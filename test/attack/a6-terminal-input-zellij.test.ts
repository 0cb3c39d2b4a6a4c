import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  needsZellij,
  paneInfo,
  startZellijMachine,
  zellijBin,
  type Sink,
  type ZellijMachine,
} from '../integration/terminals/zellij-machine.ts';
import { begin, end, locksIn, typing } from './terminal-rig.ts';
import { exactTexts, refusedTexts } from './terminal-texts.ts';

/** The same texts through a real Zellij. What its panes refuse is in test/integration/terminals/zellij-input.test.ts. */
describe.skipIf(zellijBin === null)(`text into a Zellij pane${needsZellij}`, () => {
  let machine: ZellijMachine;
  let rig: ReturnType<typeof typing>;
  let sink: Sink;
  let agent: { pid: number; startTime: string };
  beforeAll(async () => {
    machine = await startZellijMachine();
    await machine.session('main');
    const adapter = machine.adapter(locksIn(machine.dir));
    rig = typing(adapter);
    sink = await machine.sink('main');
    agent = await rig.startOf((await paneInfo(adapter, 'main', sink.pane)).rootPid ?? 0);
  });
  afterAll(() => machine?.dispose());

  it('A078–A081, A096, A099: refused with their places, not one byte typed', async () => {
    for (const [name, text, place] of refusedTexts) {
      const result = await rig.type(agent, text);
      expect(result, name).toMatchObject({
        state: 'refused',
        reason: { code: 'bad_text', message: expect.stringContaining(place) },
      });
    }
    expect((await sink.read()).length).toBe(0);
  });

  it.each(exactTexts)('%s', async (_, text) => {
    const before = (await sink.read()).length;
    const expected = Buffer.from(`${begin}${text}${end}\r`);
    expect(await rig.type(agent, text)).toMatchObject({ state: 'accepted' });
    const all = await sink.holds(before + expected.length);
    expect(all.subarray(before).equals(expected)).toBe(true);
    expect(existsSync(join(machine.dir, 'amc-was-here'))).toBe(false);
  });

  it('A082 line ends of every kind: line feeds, one submit', async () => {
    const before = (await sink.read()).length;
    await rig.type(agent, 'a\r\nb\rc\n');
    const expected = `${begin}a\nb\nc${end}\r`;
    expect((await sink.holds(before + expected.length)).subarray(before).toString()).toBe(expected);
  });
});
