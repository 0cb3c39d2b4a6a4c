import { afterEach, describe, expect, test } from 'vitest';
import type { InputStep, PaneRef } from '../../../src/ports/terminal.ts';
import type { FakeZellij } from './fake-zellij.ts';
import { startFakeZellij } from './fake-zellij.ts';
import { pass } from './zellij-machine.ts';

const steps: InputStep[] = [
  { kind: 'paste', text: 'hello' },
  { kind: 'key', key: 'enter' },
];

/** A server of our own that misbehaves on cue: a real one cannot be made to fail at exactly one moment. */
describe.skipIf(process.platform !== 'linux')('a Zellij server that fails', () => {
  const fakes: FakeZellij[] = [];
  afterEach(() => Promise.all(fakes.splice(0).map((fake) => fake.dispose())));

  async function start(behaviour: Parameters<typeof startFakeZellij>[0]): Promise<FakeZellij> {
    const fake = await startFakeZellij(behaviour);
    fakes.push(fake);
    return fake;
  }

  async function oneRef({ adapter }: FakeZellij): Promise<PaneRef> {
    const [pane] = await adapter.list();
    if (!pane) throw new Error('no pane');
    return pane.ref;
  }

  async function written(fake: FakeZellij): Promise<string[]> {
    return (await fake.notes()).filter((note) => note === 'paste' || note === 'write');
  }

  test.each(['mute', 'hang-up'] as const)(
    'after a write (%s): unknown, nothing more is written, nothing twice',
    async (behaviour) => {
      const fake = await start(behaviour);
      const result = await fake.adapter.input(await oneRef(fake), steps, pass);
      expect(result).toMatchObject({ state: 'unknown', stepsDone: 0 });
      expect(await written(fake)).toEqual(['paste']);
    },
  );

  test('that hangs up instead of answering a question is asked once more', async () => {
    const fake = await start('hang-up-first');
    await expect(fake.adapter.list()).resolves.toHaveLength(1);
    await expect(fake.adapter.input(await oneRef(fake), steps, pass)).resolves.toEqual({
      state: 'accepted',
      stepsDone: 2,
    });
    expect(await written(fake)).toEqual(['paste', 'write']);
  });

  test('that speaks nonsense is an error, not a crash', async () => {
    const fake = await start('garbage');
    await expect(fake.adapter.list()).rejects.toMatchObject({ fault: 'upstream', code: 'zellij_protocol' });
  });
});
