import { describe, expect, test } from 'vitest';
import type { Command } from '../contract/command.ts';
import { UserError } from '../contract/errors.ts';
import { SessionKey } from '../contract/session.ts';
import type { Observation } from '../core/observation.ts';
import type { Handover } from '../ports/agent.ts';
import type { StateStore } from '../ports/state-store.ts';
import { Commands } from './commands.ts';

const sessionKey = SessionKey.parse('claude:one');
const prompt = (text: string) => ({ sessionKey, action: { type: 'prompt', text } }) as const;

/** Keeps commands as the durable store does: by id, by key, newest first. */
function newStore(): Pick<StateStore, 'saveCommand' | 'commandByKey' | 'recentCommands'> & { saved: Command[] } {
  const byId = new Map<string, Command>();
  const byKey = new Map<string, string>();
  const saved: Command[] = [];
  return {
    saved,
    saveCommand: (command, key) => {
      saved.push(command);
      byId.set(command.id, command);
      if (key !== null) byKey.set(key, command.id);
    },
    commandByKey: (key) => byId.get(byKey.get(key) ?? '') ?? null,
    recentCommands: (limit) => [...byId.values()].reverse().slice(0, limit),
  };
}

interface World {
  commands: Commands;
  handed: Command[];
  store: ReturnType<typeof newStore>;
  /** Lets the oldest open handover end. */
  reply: (outcome: Handover) => void;
}

function newWorld(store = newStore()): World {
  const handed: Command[] = [];
  const open: ((outcome: Handover) => void)[] = [];
  let now = 1_000;
  let ids = 0;
  const commands = new Commands({
    clock: () => (now += 10),
    newId: () => `c${(ids += 1)}-${store.saved.length}`,
    store: store as StateStore & typeof store,
    check: ({ sessionKey: key }) => {
      if (key !== 'claude:one') throw new UserError({ code: 'session_unknown', message: 'There is no such session.' });
    },
    handOver: (command) => {
      handed.push(command);
      return new Promise((resolve) => open.push(resolve));
    },
    changed: () => undefined,
  });
  return { commands, handed, store, reply: (outcome) => open.shift()?.(outcome) };
}

const recorded = (text: string, recordId = 'p1', at = 5_000): Observation => ({
  type: 'prompt_recorded',
  session: { agent: 'claude', id: 'one' },
  source: 'hook',
  at,
  text,
  recordId,
  queued: false,
});
const accepted: Handover = { state: 'accepted', via: 'tmux' };

async function until(test: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000 && !test(); i += 1) await Promise.resolve();
  expect(test()).toBe(true);
}

describe('a command', () => {
  test('is written down before it is handed over, and confirmed by the record only', async () => {
    const { commands, handed, store, reply } = newWorld();
    const { id } = commands.submit(prompt('hello'));
    await until(() => handed.length === 1);
    expect(store.saved.map(({ delivery }) => delivery.state)).toEqual(['queued', 'delivering']);
    reply(accepted);
    await until(() => commands.get(id)?.delivery.state === 'accepted');
    commands.observe(recorded('something else'));
    expect(commands.get(id)?.delivery.state).toBe('accepted');
    commands.observe(recorded('hello'));
    expect(await commands.settled(id, 1_000)).toMatchObject({
      delivery: { state: 'confirmed', evidence: { source: 'hook' } },
    });
  });

  test('may be proven before the channel has replied', async () => {
    const { commands, handed, reply } = newWorld();
    const { id } = commands.submit(prompt('hello'));
    await until(() => handed.length === 1);
    commands.observe(recorded('hello'));
    reply(accepted);
    await until(() => commands.get(id)?.delivery.via === 'tmux');
    expect(commands.get(id)?.delivery.state).toBe('confirmed');
  });

  test('with the same idempotency key runs once', async () => {
    const { commands, handed } = newWorld();
    const first = commands.submit({ ...prompt('hello'), idempotencyKey: 'same-key-1' });
    const second = commands.submit({ ...prompt('hello'), idempotencyKey: 'same-key-1' });
    await until(() => handed.length === 1);
    expect(second.id).toBe(first.id);
    expect(handed).toHaveLength(1);
  });

  test('waits for the one before it in its session; one record proves one of two alike', async () => {
    const { commands, handed, reply } = newWorld();
    const one = commands.submit(prompt('go'));
    const two = commands.submit(prompt('go'));
    await until(() => handed.length === 1);
    expect(commands.get(two.id)?.delivery.state).toBe('queued');
    reply(accepted);
    await until(() => handed.length === 2);
    reply(accepted);
    await until(() => commands.get(two.id)?.delivery.state === 'accepted');
    commands.observe(recorded('go', 'p1'));
    commands.observe(recorded('go', 'p1'));
    expect([commands.get(one.id)?.delivery.state, commands.get(two.id)?.delivery.state]).toEqual([
      'confirmed',
      'accepted',
    ]);
    commands.observe(recorded('go', 'p2'));
    expect(commands.get(two.id)?.delivery.state).toBe('confirmed');
  });

  test('that AMC fails to hand over is unknown, never sent again', async () => {
    const { commands, handed, reply } = newWorld();
    const { id } = commands.submit(prompt('hello'));
    await until(() => handed.length === 1);
    reply(Promise.reject(new Error('boom')) as unknown as Handover);
    expect(await commands.settled(id, 1_000)).toMatchObject({
      delivery: { state: 'unknown', reason: { code: 'internal' } },
    });
    expect(handed).toHaveLength(1);
  });

  test('for a session that is not there is refused at once', () => {
    const { commands, store } = newWorld();
    expect(() => commands.submit({ ...prompt('x'), sessionKey: SessionKey.parse('claude:none') })).toThrow(UserError);
    expect(store.saved).toEqual([]);
  });
});

describe('after a restart', () => {
  test('what had not left is dropped, what had left is unknown until its record turns up', async () => {
    const store = newStore();
    const before = newWorld(store);
    const left = before.commands.submit(prompt('left'));
    const waiting = before.commands.submit(prompt('waiting'));
    await until(() => before.handed.length === 1);
    before.commands.dispose();

    const { commands, handed } = newWorld(store);
    expect(commands.get(waiting.id)?.delivery).toMatchObject({ state: 'failed', reason: { code: 'amc_stopped' } });
    expect(commands.get(left.id)?.delivery).toMatchObject({ state: 'unknown', reason: { code: 'amc_stopped' } });
    commands.observe(recorded('left'));
    expect(commands.get(left.id)?.delivery.state).toBe('confirmed');
    expect(handed).toEqual([]);
  });
});
