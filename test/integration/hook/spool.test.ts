import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/contract/session.ts';
import { createSpoolReader, type SpoolReader } from '../../../src/ingest/spool.ts';
import type { HookEvent } from '../../../src/ports/state-store.ts';
import { type OpenStateStore, openStateStore } from '../../../src/store/state-store.ts';
import { until } from '../../helpers/wait.ts';
import { AmcChildren } from './amc-child.ts';
import { isRoot, Kit, mountSmall, SILENT } from './kit.ts';

const MB = 1024 * 1024;

let kit: Kit;
let store: OpenStateStore;
let children: AmcChildren;
let told: HookEvent[];
let problems: Problem[];
const readers: SpoolReader[] = [];

beforeAll(async () => {
  children = await AmcChildren.build();
});

afterAll(() => children.remove());

beforeEach(async () => {
  kit = new Kit();
  told = [];
  problems = [];
  store = await openStateStore({ dataDir: kit.data, clock: Date.now, onProblem: () => undefined });
});

afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.dispose();
  store.close();
  children.killAll();
  kit.remove();
});

function createReader(addHookEvents = store.addHookEvents.bind(store)): SpoolReader {
  const hookEventsSince = store.hookEventsSince.bind(store);
  const onProblem = (problem: Problem) => void problems.push(problem);
  const reader = createSpoolReader({
    dir: kit.spool,
    store: { addHookEvents, hookEventsSince },
    onProblem,
    clock: Date.now,
  });
  reader.subscribe('claude', (event) => void told.push(event));
  readers.push(reader);
  return reader;
}

async function startReader(): Promise<SpoolReader> {
  const reader = createReader();
  await reader.start();
  return reader;
}

function payload(fields: Record<string, unknown> = {}): string {
  return JSON.stringify({ session_id: 's1', hook_event_name: 'Stop', ...fields });
}

/** An event as a hook leaves it. */
function put(stem: string, text: string, writtenAt?: Date): void {
  const path = join(kit.spool, `${stem}.event`);
  writeFileSync(path, `amc1\0\0${text}`);
  if (writtenAt !== undefined) utimesSync(path, writtenAt, writtenAt);
}

const stems = (events: readonly HookEvent[]) => events.map(({ name }) => name.split('@')[0]);

it('tells what a hook wrote, once it is durable and gone from the spool', async () => {
  await startReader();
  expect(await kit.run({ input: payload({ prompt: 'ä' }), env: { TMUX_PANE: '%7' } })).toEqual(SILENT);
  await until('the event', () => told.length > 0);
  const [event] = told;
  expect(event).toMatchObject({ agent: 'claude', sessionId: 's1', event: 'Stop', env: { TMUX_PANE: '%7' } });
  expect(event?.payload).toEqual({ session_id: 's1', hook_event_name: 'Stop', prompt: 'ä' });
  expect(Math.abs(Date.now() - (event?.at ?? 0))).toBeLessThan(60_000);
  expect(store.hookEvents('s1', 10)).toEqual(told);
  expect(kit.files()).toEqual([]);
});

it('tells what came while AMC was away, oldest first', async () => {
  put('30.0', payload(), new Date(3_000));
  put('5.10', payload(), new Date(2_000));
  put('5.9', payload(), new Date(2_000));
  put('40.0', payload(), new Date(2_000));
  put('90.0', payload(), new Date(1_000));
  await startReader();
  expect(stems(told)).toEqual(['90.0', '5.9', '5.10', '40.0', '30.0']);
  expect(told.map(({ at }) => at)).toEqual([1_000, 2_000, 2_000, 2_000, 3_000]);
});

it("tells each agent's events to its own listeners, until they leave", async () => {
  const reader = createReader();
  const codex: HookEvent[] = [];
  const leave = reader.subscribe('codex', (event) => void codex.push(event));
  await reader.start();
  await kit.run({ input: payload(), env: { AMC_AGENT: 'codex' } });
  await until('the event', () => codex.length > 0);
  leave();
  await kit.run({ input: payload(), env: { AMC_AGENT: 'codex' } });
  await kit.run({ input: payload() });
  await until('the other event', () => told.length > 0);
  await reader.drain();
  expect([codex.length, told.length]).toEqual([1, 1]);
  expect(reader.since('codex', 0)).toHaveLength(2);
  expect(reader.since('claude', 0)).toEqual(told);
});

it('goes on when a listener fails', async () => {
  const reader = createReader();
  reader.subscribe('claude', () => {
    throw new Error('oops');
  });
  const after: string[] = [];
  reader.subscribe('claude', ({ name }) => void after.push(name));
  put('1.0', payload());
  await reader.start();
  expect(after).toHaveLength(1);
  expect(problems).toMatchObject([{ code: 'hook_listener_failed', message: expect.stringContaining('oops') }]);
});

it('loses nothing and doubles nothing when 300 come at once', async () => {
  const reader = await startReader();
  const inputs = Array.from({ length: 300 }, (_, index) => payload({ index }));
  await Promise.all(inputs.map((input) => kit.run({ input })));
  await reader.drain();
  expect(told.map((event) => event.payload.index).toSorted((a, b) => Number(a) - Number(b))).toEqual(
    inputs.map((_, index) => index),
  );
  expect(kit.files()).toEqual([]);
  expect(problems).toEqual([]);
});

it('takes an event of 12 MB: whole for those who answer it, small for the store', async () => {
  const reader = await startReader();
  const tool_input = { content: 'x'.repeat(5 * MB) };
  await kit.run({ input: payload({ tool_name: 'Write', tool_input, tool_response: { text: 'y'.repeat(7 * MB) } }) });
  await reader.drain();
  expect(told[0]?.payload.tool_input).toEqual(tool_input);
  expect(told[0]?.payload.amc_trimmed).toEqual(['tool_response']);
  const [stored] = store.hookEvents('s1', 1);
  expect(stored).toMatchObject({
    payload: { tool_name: 'Write', amc_trimmed: ['tool_response', 'tool_input.content'] },
  });
  expect(JSON.stringify(stored).length).toBeLessThan(100_000);
});

it('takes an event that came under a name it has seen before', async () => {
  const reader = await startReader();
  put('7.0', payload({ turn: 1 }), new Date(1_000));
  await reader.drain();
  put('7.0', payload({ turn: 2 }), new Date(2_000));
  await reader.drain();
  expect(told.map((event) => event.payload.turn)).toEqual([1, 2]);
});

describe('what is no event', () => {
  it('is set aside with the reason; the rest goes on', async () => {
    put('1.0', payload());
    writeFileSync(join(kit.spool, '2.0.event'), '');
    put('3.0', '{"session_id":"s1"');
    put('4.0', payload());
    await startReader();
    expect(stems(told)).toEqual(['1.0', '4.0']);
    expect(kit.files()).toEqual(['bad']);
    const bad = readdirSync(join(kit.spool, 'bad')).toSorted();
    expect(bad).toEqual([
      expect.stringMatching(/^2\.0@\d+$/),
      expect.stringMatching(/^2\.0@\d+\.why$/),
      expect.stringMatching(/^3\.0@\d+$/),
      expect.stringMatching(/^3\.0@\d+\.why$/),
    ]);
    expect(readFileSync(join(kit.spool, 'bad', bad[3] ?? ''), 'utf8')).toBe(
      'At byte 6: it is no JSON: "{\\"session_id\\":\\"s1\\"".\n',
    );
    expect(readFileSync(join(kit.spool, 'bad', bad[2] ?? ''), 'utf8')).toBe('amc1\0\0{"session_id":"s1"');
    // Broken files are set aside side by side: in which order they are told says nothing.
    expect(problems.toSorted((a, b) => (a.place ?? '').localeCompare(b.place ?? ''))).toMatchObject([
      {
        code: 'spool_event_broken',
        message: 'A hook event was left out: it is empty.',
        place: expect.stringMatching(/bad\/2\.0@\d+:0$/),
      },
      {
        code: 'spool_event_broken',
        message: expect.stringContaining('is no JSON'),
        place: expect.stringMatching(/bad\/3\.0@\d+:6$/),
      },
    ]);
  });

  it('is never followed, whatever it is', async () => {
    writeFileSync(join(kit.root, 'mine'), `amc1\0\0${payload()}`);
    symlinkSync(join(kit.root, 'mine'), join(kit.spool, '1.0.event'));
    mkdirSync(join(kit.spool, '2.0.event'));
    put('not-a-hook', payload());
    put('4.0', payload());
    await startReader();
    expect(stems(told)).toEqual(['4.0']);
    expect(readFileSync(join(kit.root, 'mine'), 'utf8')).toBe(`amc1\0\0${payload()}`);
    expect(kit.files()).toEqual(['bad']);
  });

  it('is kept up to a hundred, and told up to twenty a look', async () => {
    for (let index = 0; index < 150; index += 1) put(`${index}.0`, '{');
    await startReader();
    expect(readdirSync(join(kit.spool, 'bad'))).toHaveLength(200);
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)?.message).toBe('130 more hook events have problems.');
  });
});

it('leaves foreign files alone, and removes what killed hooks did not finish', async () => {
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1_000);
  const parts = ['.999999998.0.part', `.${process.pid}.0.part`, '.999999999.0.part', 'note.txt'];
  for (const part of parts) writeFileSync(join(kit.spool, part), 'x');
  for (const part of parts.slice(0, 2)) utimesSync(join(kit.spool, part), longAgo, longAgo);
  await startReader();
  expect(kit.files()).toEqual([`.${process.pid}.0.part`, '.999999999.0.part', 'note.txt'].toSorted());
});

it('opens a spool that was full, and says since when events are missing', async () => {
  put('1.0', payload());
  writeFileSync(join(kit.spool, '.full'), '');
  utimesSync(join(kit.spool, '.full'), new Date(1_000), new Date(1_000));
  await startReader();
  expect(told).toHaveLength(1);
  expect(existsSync(join(kit.spool, '.full'))).toBe(false);
  expect(problems).toMatchObject([
    { code: 'spool_was_full', message: expect.stringContaining('since 1970-01-01T00:00:01') },
  ]);
});

it('keeps events while the store cannot take them, says so once, and goes on by itself', async () => {
  let broken = true;
  const reader = createReader((events) => {
    if (broken) throw new Error('the disk is full');
    return store.addHookEvents(events);
  });
  put('1.0', payload());
  await reader.start();
  await reader.drain();
  expect([told.length, kit.files(), problems.length]).toEqual([0, ['1.0.event'], 1]);
  expect(reader.health()).toMatchObject({ state: 'failed', detail: expect.stringContaining('the disk is full') });
  broken = false;
  await reader.drain();
  expect([stems(told), kit.files(), problems.length]).toEqual([['1.0'], [], 1]);
  expect(reader.health().state).toBe('ok');
});

it('makes the spool anew when it is removed', async () => {
  const reader = await startReader();
  rmSync(kit.spool, { recursive: true });
  await reader.drain();
  expect(await kit.run({ input: payload() })).toEqual(SILENT);
  await reader.drain();
  expect(told).toHaveLength(1);
});

it.skipIf(!isRoot)('tells an event once although it cannot be removed', async (context) => {
  const disk = mountSmall(kit.spool, 64);
  if (disk === null) return context.skip();
  try {
    put('1.0', payload());
    disk.makeReadOnly();
    const reader = await startReader();
    await reader.drain();
    expect(stems(told)).toEqual(['1.0']);
    expect(problems).toMatchObject([{ code: 'spool_event_stuck' }]);
  } finally {
    for (const reader of readers.splice(0)) await reader.dispose();
    disk.unmount();
  }
});

describe('when AMC is killed between commit and removal', () => {
  it('nothing is lost and nothing is told twice', async () => {
    const inputs = Array.from({ length: 5 }, (_, index) => payload({ index }));
    for (const input of inputs) await kit.run({ input });
    const child = children.start('die-after-commit', kit.data);
    expect(await child.ended).toBe('SIGKILL');
    expect(kit.files()).toHaveLength(5);
    const reader = await startReader();
    expect(told).toEqual([]);
    expect(kit.files()).toEqual([]);
    expect(reader.since('claude', 0).map((event) => event.payload.index)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('the instance lock', () => {
  it('is refused while another process has it, and free as soon as that is killed', async () => {
    const first = children.start('lock', kit.data);
    await first.says('held');
    const second = children.start('lock', kit.data);
    await second.says('refused');
    first.kill('SIGKILL');
    await first.ended;
    await children.start('lock', kit.data).says('held');
  });
});
