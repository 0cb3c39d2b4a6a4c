import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRelayHub, type OpenRelayHub } from '../../../src/ingest/relay-hub.ts';
import { createSpoolReader, type SpoolReader } from '../../../src/ingest/spool.ts';
import type { HookEvent } from '../../../src/ports/state-store.ts';
import { type OpenStateStore, openStateStore } from '../../../src/store/state-store.ts';
import { until } from '../../helpers/wait.ts';
import { AmcChildren } from './amc-child.ts';
import { type Hook, Kit, shells, SILENT } from './kit.ts';

const input = JSON.stringify({ session_id: 's1', hook_event_name: 'PermissionRequest', tool_name: 'Bash' });
const ANSWER = { hookSpecificOutput: { decision: { behavior: 'allow', updatedInput: { text: 'ä"\n\\' } } } };

let kit: Kit;
let children: AmcChildren;

beforeAll(async () => {
  children = await AmcChildren.build();
});

afterAll(() => children.remove());

beforeEach(() => {
  kit = new Kit();
});

afterEach(() => {
  children.killAll();
  kit.remove();
});

/** AMC in this process. */
class Amc {
  readonly events: HookEvent[] = [];
  readonly gone: string[] = [];
  readonly problems: unknown[] = [];
  readonly hub: OpenRelayHub;
  readonly spool: SpoolReader;
  readonly #store: OpenStateStore;

  private constructor(store: OpenStateStore) {
    this.#store = store;
    const onProblem = (problem: unknown) => void this.problems.push(problem);
    this.hub = createRelayHub({ dir: kit.relay, onGone: (name) => void this.gone.push(name), lookEveryMs: 50 });
    this.spool = createSpoolReader({ dir: kit.spool, store, onProblem, clock: Date.now });
    this.spool.subscribe('claude', (event) => {
      this.events.push(event);
      void this.hub.waiting(event.name);
    });
  }

  static async start(): Promise<Amc> {
    const amc = new Amc(await openStateStore({ dataDir: kit.data, clock: Date.now, onProblem: () => undefined }));
    running.push(amc);
    await amc.spool.start();
    await amc.hub.start();
    return amc;
  }

  /** The name of the only event so far. */
  async event(): Promise<string> {
    await until('an event', () => this.events.length > 0);
    expect(this.events).toHaveLength(1);
    return this.events[0]?.name ?? '';
  }

  async stop(): Promise<void> {
    await this.hub.dispose();
    await this.spool.dispose();
    this.#store.close();
  }
}

const running: Amc[] = [];

afterEach(async () => {
  for (const amc of running.splice(0)) await amc.stop();
});

/** What a relay leaves: nothing but AMC's own file. */
function expectNothingLeft(): void {
  expect(readdirSync(kit.relay).filter((file) => !file.startsWith('server.pid'))).toEqual([]);
  expect(kit.processes()).toEqual([]);
}

describe.each(shells)('with $name', (shell) => {
  const start = (): Hook => kit.start({ shell, input, relay: true });

  it('prints the answer, and leaves nothing', async () => {
    const amc = await Amc.start();
    const hook = start();
    const name = await amc.event();
    expect(amc.events[0]).toMatchObject({ event: 'PermissionRequest', env: { AMC_RELAY: name.split('@')[0] } });
    expect(await amc.hub.waiting(name)).toBe(true);
    expect(await amc.hub.answer(name, ANSWER)).toBe('taken');
    expect(await hook.ended).toEqual({ ...SILENT, stdout: JSON.stringify(ANSWER) });
    expectNothingLeft();
    expect(await amc.hub.waiting(name)).toBe(false);
    expect(await amc.hub.answer(name, ANSWER)).toBe('gone');
  });

  it('prints a large answer whole', async () => {
    const amc = await Amc.start();
    const hook = start();
    const answer = { content: 'x'.repeat(8 * 1024 * 1024) };
    expect(await amc.hub.answer(await amc.event(), answer)).toBe('taken');
    expect((await hook.ended).stdout).toBe(JSON.stringify(answer));
  });

  it('leaves silently when it is released, and waits until then', async () => {
    const amc = await Amc.start();
    const hook = start();
    const name = await amc.event();
    // Then nothing is left that could end the wait by itself.
    await until('the watchdog to be gone', () => kit.processes().join() === String(hook.pid));
    expect(await amc.hub.waiting(name)).toBe(true);
    await amc.hub.release(name);
    expect(await hook.ended).toEqual(SILENT);
    expectNothingLeft();
    expect(await amc.hub.answer(name, ANSWER)).toBe('gone');
  });

  it('leaves silently when AMC stops', async () => {
    const amc = await Amc.start();
    const hook = start();
    expect(await amc.hub.waiting(await amc.event())).toBe(true);
    await amc.hub.dispose();
    expect(await hook.ended).toEqual(SILENT);
    expect(readdirSync(kit.relay)).toEqual([]);
  });

  it('leaves at once when AMC is killed', async () => {
    kit.set('amc_patience', 3_600);
    const amc = children.start('serve', kit.data);
    await amc.says('ready');
    const hook = start();
    await amc.says('waiting');
    amc.kill('SIGKILL');
    expect(await hook.ended).toEqual(SILENT);
    expectNothingLeft();
  });

  it('leaves at once when AMC does not run, never ran, or was killed before', async () => {
    kit.set('amc_patience', 3_600);
    for (const pid of [null, '999999999', '', '0', '-1', 'x', '1;id']) {
      if (pid !== null) writeFileSync(join(kit.relay, 'server.pid'), `${pid}\n`);
      expect([pid, await kit.run({ shell, input, relay: true })]).toEqual([pid, SILENT]);
    }
    expect(kit.files()).toHaveLength(7);
    expectNothingLeft();
  });

  it("leaves after its patience when AMC hangs, or its process id is somebody else's", async () => {
    kit.set('amc_patience', 1);
    writeFileSync(join(kit.relay, 'server.pid'), `${process.pid}\n`);
    expect(await kit.run({ shell, input, relay: true })).toEqual(SILENT);
    expect(kit.onlyEvent().header.at(-1)).toMatch(/^AMC_RELAY=\d+\.0$/);
    expectNothingLeft();
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('cleans up when it gets %s while it waits', async (signal) => {
    const amc = await Amc.start();
    const hook = start();
    expect(await amc.hub.waiting(await amc.event())).toBe(true);
    hook.child.kill(signal);
    expect(await hook.ended).toEqual(SILENT);
    expectNothingLeft();
    await until('AMC to notice', () => amc.gone.length === 1);
  });

  it('does not keep the agent waiting through its watchdog when it was killed', async () => {
    kit.set('amc_patience', 3_600);
    writeFileSync(join(kit.relay, 'server.pid'), `${process.pid}\n`);
    const hook = kit.start({ shell, input, relay: true });
    await until('the watchdog', () => kit.processes().length === 3);
    hook.child.kill('SIGKILL');
    expect(await hook.ended).toEqual({ ...SILENT, code: null, signal: 'SIGKILL' });
  });

  it('is noticed when it was killed', async () => {
    const amc = await Amc.start();
    const hook = start();
    const name = await amc.event();
    expect(await amc.hub.waiting(name)).toBe(true);
    hook.child.kill('SIGKILL');
    await hook.ended;
    expect(await amc.hub.waiting(name)).toBe(false);
    await until('AMC to notice', () => amc.gone.length === 1);
    expect(amc.gone).toEqual([name]);
    // Its watchdog may have been there still, and ends by itself.
    await until('nothing to be left', () => kit.processes().length === 0);
    expectNothingLeft();
  });
});

it('does not call an answer taken when the hook was killed before', async () => {
  const amc = await Amc.start();
  const hook = kit.start({ input, relay: true });
  const name = await amc.event();
  expect(await amc.hub.waiting(name)).toBe(true);
  hook.child.kill('SIGKILL');
  await hook.ended;
  expect(await amc.hub.answer(name, ANSWER)).toBe('gone');
  expect(readdirSync(kit.relay)).toEqual(['server.pid']);
});

it('gives one answer only, whoever asks at the same time', async () => {
  const amc = await Amc.start();
  const hook = kit.start({ input, relay: true });
  const name = await amc.event();
  const results = await Promise.all([
    amc.hub.answer(name, { first: 1 }),
    amc.hub.answer(name, { second: 2 }),
    amc.hub.release(name),
  ]);
  expect(results).toEqual(['taken', 'gone', undefined]);
  expect((await hook.ended).stdout).toBe('{"first":1}');
});

it('answers many hooks at once, each with its own answer', async () => {
  const amc = await Amc.start();
  const sessions = Array.from({ length: 20 }, (_, index) => `s${index}`);
  const hooks = sessions.map((session_id) =>
    kit.start({ input: JSON.stringify({ session_id, hook_event_name: 'PermissionRequest' }), relay: true }),
  );
  await until('all events', () => amc.events.length === hooks.length);
  await Promise.all(amc.events.map(({ name, sessionId }) => amc.hub.answer(name, { for: sessionId })));
  const printed = await Promise.all(hooks.map(async ({ ended }) => (await ended).stdout));
  expect(printed).toEqual(sessions.map((session) => `{"for":"${session}"}`));
  expectNothingLeft();
});

it('does not wait for a hook that offered no relay', async () => {
  const amc = await Amc.start();
  expect(await kit.run({ input })).toEqual(SILENT);
  expect(await amc.hub.waiting(await amc.event())).toBe(false);
});

it("never gives an old request's answer to a new hook with the same process id", async () => {
  const hub = createRelayHub({ dir: kit.relay });
  await hub.start();
  const hook = kit.start({ input, relay: true });
  await until('the event', () => kit.files().some((file) => file.endsWith('.event')));
  const writtenNs = statSync(join(kit.spool, kit.files()[0] ?? ''), { bigint: true }).mtimeNs;
  const older = `${hook.pid}.0@${writtenNs - 60_000_000_000n}`;
  expect(await hub.waiting(older)).toBe(false);
  expect(await hub.answer(older, ANSWER)).toBe('gone');
  expect(await hub.answer(`${hook.pid}.0@${writtenNs}`, { the: 'right one' })).toBe('taken');
  expect((await hook.ended).stdout).toBe('{"the":"right one"}');
  await hub.dispose();
});

it('never writes into what is no FIFO', async () => {
  const amc = await Amc.start();
  const path = join(kit.relay, '77.0');
  writeFileSync(path, 'mine');
  const written = BigInt(Date.now() + 1_000) * 1_000_000n;
  expect(await amc.hub.waiting(`77.0@${written}`)).toBe(false);
  expect(await amc.hub.answer(`../../77.0@${written}`, ANSWER)).toBe('gone');
});

describe('at its start', () => {
  it('removes what killed hooks left, and nothing else', async () => {
    await killedHook();
    const fifo = readdirSync(kit.relay).find((file) => file !== 'server.pid');
    writeFileSync(join(kit.relay, `${fifo}.answer`), '{}');
    writeFileSync(join(kit.relay, 'note.txt'), 'mine');
    rmSync(join(kit.spool, `${fifo}.event`));
    await Amc.start();
    expect(readdirSync(kit.relay).toSorted()).toEqual(['note.txt', 'server.pid']);
  });

  it('takes up a hook that offered its relay while AMC was restarting', async () => {
    writeFileSync(join(kit.relay, 'server.pid'), `${process.pid}\n`);
    const hook = kit.start({ input, relay: true });
    await until('the relay', () => kit.files().some((file) => file.endsWith('.event')));
    const amc = await Amc.start();
    expect(await amc.hub.answer(await amc.event(), ANSWER)).toBe('taken');
    expect((await hook.ended).stdout).toBe(JSON.stringify(ANSWER));
  });

  /** A hook that was killed while it offered a relay to a process that is not AMC. */
  async function killedHook(): Promise<void> {
    const other: ChildProcess = spawn('sleep', ['30'], { stdio: 'ignore' });
    writeFileSync(join(kit.relay, 'server.pid'), `${other.pid}\n`);
    const hook = kit.start({ input, relay: true });
    await until('the relay', () => kit.files().some((file) => file.endsWith('.event')));
    hook.child.kill('SIGKILL');
    other.kill('SIGKILL');
    await hook.ended;
  }
});
