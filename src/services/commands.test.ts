import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor, Command } from '../contract/command.ts';
import { UserError } from '../contract/errors.ts';
import { SessionKey, type Status } from '../contract/session.ts';
import type { Observation } from '../core/observation.ts';
import type { Handover } from '../ports/agent.ts';
import type { NewAuditEntry, StateStore } from '../ports/state-store.ts';
import { KEPT } from './commands/command-book.ts';
import { Commands } from './commands.ts';
import type { HandOverHooks } from './handover.ts';

const sessionKey = SessionKey.parse('claude:one');
const actor: Actor = { by: 'api' };
const later = (text: string) => ({ sessionKey, action: { type: 'prompt', text, when: 'after_turn' } }) as const;
const prompt = (text: string) => ({ sessionKey, action: { type: 'prompt', text } }) as const;

/** Keeps commands as the durable store does: by id, by key, newest first. */
function newStore() {
  const byId = new Map<string, Command>();
  const byKey = new Map<string, string>();
  const saved: Command[] = [];
  const audit: NewAuditEntry[] = [];
  const store = {
    saved,
    audit,
    isFull: false,
    saveCommand: (command: Command, key: string | null, lines: readonly NewAuditEntry[] = []): void => {
      if (store.isFull) throw new Error('disk full');
      saved.push(command);
      audit.push(...lines);
      byId.set(command.id, command);
      if (key !== null) byKey.set(key, command.id);
    },
    addAudit: (lines: readonly NewAuditEntry[]): void => void audit.push(...lines),
    commandByKey: (key: string): Command | null => byId.get(byKey.get(key) ?? '') ?? null,
    recentCommands: (limit: number): readonly Command[] => [...byId.values()].reverse().slice(0, limit),
  };
  return store;
}

interface World {
  commands: Commands;
  handed: Command[];
  store: ReturnType<typeof newStore>;
  /** Lets the oldest open handover end. */
  reply: (outcome: Handover) => void;
  /** The newest handover: whether it was given up, and what says that it types. */
  hooks: HandOverHooks[];
  /** What the agent does now. */
  becomes: (value: Status['value'], at?: number) => void;
  unwritten: unknown[];
}

const disposables: Commands[] = [];
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000 });
});
afterEach(() => {
  for (const commands of disposables.splice(0)) commands.dispose();
  vi.useRealTimers();
});

function newWorld(store = newStore()): World {
  const handed: Command[] = [];
  const open: ((outcome: Handover) => void)[] = [];
  const unwritten: unknown[] = [];
  const hooks: HandOverHooks[] = [];
  let status: Status | null = { value: 'idle', since: 500, evidence: { source: 'registry', at: 500, detail: 'idle' } };
  let ids = 0;
  const commands = new Commands({
    clock: Date.now,
    newId: () => `c${(ids += 1)}-${store.saved.length}`,
    store: store as StateStore & typeof store,
    check: ({ sessionKey: key }) => {
      if (key !== 'claude:one' && key !== 'claude:two') {
        throw new UserError({ code: 'session_unknown', message: 'There is no such session.' });
      }
    },
    handOver: (command, given) => {
      handed.push(command);
      hooks.push(given);
      return new Promise((resolve) => open.push(resolve));
    },
    statusOf: () => status,
    describe: () => ({ title: 'A title' }),
    changed: () => undefined,
    unwritten: (error) => unwritten.push(error),
  });
  disposables.push(commands);
  return {
    commands,
    handed,
    store,
    unwritten,
    hooks,
    reply: (outcome) => open.shift()?.(outcome),
    becomes: (value, at = Date.now()) => {
      status = { value, since: at, evidence: { source: 'registry', at, detail: value } };
      commands.sessionChanged('claude:one');
    },
  };
}

const recorded = (text: string, recordId = 'p1', at = Date.now()): Observation => ({
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

const onScreen = { source: 'screen', detail: 'plan mode is on' } as const;

describe('what only a screen shows', () => {
  test('proves nothing; the record that comes later does', async () => {
    const { commands, reply, handed } = newWorld();
    const { id } = commands.submit({ sessionKey, action: { type: 'mode', mode: 'plan' } }, actor);
    await until(() => handed.length === 1);
    reply({ ...accepted, shown: { ...onScreen, at: Date.now() } });
    expect(await commands.settled(id, 1_000)).toMatchObject({
      delivery: { state: 'unknown', reason: { code: 'shown_only' } },
    });
    const session = { agent: 'claude', id: 'one' } as const;
    const done = { type: 'done', action: 'mode', value: 'plan', detail: 'the mode is plan' } as const;
    commands.observe({ session, source: 'transcript', at: Date.now() + 1_000, ...done });
    expect(commands.get(id)?.delivery.state).toBe('confirmed');
  });

  test('nor does a dialog that left it after an answer', async () => {
    const { commands, reply, handed } = newWorld();
    const { id } = commands.submit({ sessionKey, action: { type: 'deny', requestId: 'r' } }, actor);
    await until(() => handed.length === 1);
    reply(accepted);
    await until(() => commands.get(id)?.delivery.state === 'accepted');
    const session = { agent: 'claude', id: 'one' } as const;
    commands.observe({ session, ...onScreen, at: Date.now(), type: 'request_closed', requestId: 'r', by: 'amc' });
    expect(commands.get(id)?.delivery).toMatchObject({ state: 'unknown', reason: { code: 'shown_only' } });
  });
});

describe('a command', () => {
  test('is written down before it is handed over, and confirmed by the record only', async () => {
    const { commands, handed, store, reply } = newWorld();
    const { id } = commands.submit(prompt('hello'), actor);
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
    const { id } = commands.submit(prompt('hello'), actor);
    await until(() => handed.length === 1);
    commands.observe(recorded('hello'));
    reply(accepted);
    await until(() => commands.get(id)?.delivery.via === 'tmux');
    expect(commands.get(id)?.delivery.state).toBe('confirmed');
  });

  test('with the same idempotency key runs once', async () => {
    const { commands, handed } = newWorld();
    const first = commands.submit({ ...prompt('hello'), idempotencyKey: 'same-key-1' }, actor);
    const second = commands.submit({ ...prompt('hello'), idempotencyKey: 'same-key-1' }, actor);
    await until(() => handed.length === 1);
    expect(second.id).toBe(first.id);
    expect(handed).toHaveLength(1);
  });

  test('waits for the one before it in its session; one record proves one of two alike', async () => {
    const { commands, handed, reply } = newWorld();
    const one = commands.submit(prompt('go'), actor);
    const two = commands.submit(prompt('go'), actor);
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
    const { id } = commands.submit(prompt('hello'), actor);
    await until(() => handed.length === 1);
    reply(Promise.reject(new Error('boom')) as unknown as Handover);
    expect(await commands.settled(id, 1_000)).toMatchObject({
      delivery: { state: 'unknown', reason: { code: 'internal' } },
    });
    expect(handed).toHaveLength(1);
  });

  test('for a session that is not there is refused at once', () => {
    const { commands, store } = newWorld();
    expect(() => commands.submit({ ...prompt('x'), sessionKey: SessionKey.parse('claude:none') }, actor)).toThrow(
      UserError,
    );
    expect(store.saved).toEqual([]);
  });
});

describe('after a restart', () => {
  test('what had not left is dropped, what had left is unknown until its record turns up', async () => {
    const store = newStore();
    const before = newWorld(store);
    const left = before.commands.submit(prompt('left'), actor);
    const waiting = before.commands.submit(prompt('waiting'), actor);
    await until(() => before.handed.length === 1);
    before.commands.dispose();

    const { commands, handed } = newWorld(store);
    expect(commands.get(waiting.id)?.delivery).toMatchObject({ state: 'failed', reason: { code: 'amc_stopped' } });
    expect(commands.get(left.id)?.delivery).toMatchObject({ state: 'unknown', reason: { code: 'amc_stopped' } });
    commands.observe(recorded('left'));
    expect(commands.get(left.id)?.delivery.state).toBe('confirmed');
    expect(handed).toEqual([]);
  });

  test('a record that has proven a command before the restart proves no other one', async () => {
    const store = newStore();
    const before = newWorld(store);
    const first = before.commands.submit(prompt('go'), actor);
    await until(() => before.handed.length === 1);
    before.commands.observe(recorded('go', 'p1'));
    before.reply(accepted);
    const second = before.commands.submit(prompt('go'), actor);
    await until(() => before.handed.length === 2);
    before.commands.dispose();

    const { commands } = newWorld(store);
    commands.observe(recorded('go', 'p1'));
    expect(commands.get(first.id)?.delivery.state).toBe('confirmed');
    expect(commands.get(second.id)?.delivery.state).toBe('unknown');
    commands.observe(recorded('go', 'p2'));
    expect(commands.get(second.id)?.delivery.state).toBe('confirmed');
  });

  test('what was unknown before is proven after it', async () => {
    const store = newStore();
    const before = newWorld(store);
    const { id } = before.commands.submit(prompt('go'), actor);
    await until(() => before.handed.length === 1);
    before.reply({ state: 'unknown', via: 'tmux', reason: { code: 'lost_reply', message: 'lost' } });
    await until(() => before.commands.get(id)?.delivery.state === 'unknown');
    before.commands.dispose();
    const { commands } = newWorld(store);
    commands.observe(recorded('go'));
    expect(commands.get(id)?.delivery.state).toBe('confirmed');
  });

  test('the text of what had not left is still there', () => {
    const store = newStore();
    const before = newWorld(store);
    const { id } = before.commands.submit({ ...prompt('a long text'), holdMs: 5_000 }, actor);
    before.commands.dispose();
    const { commands, handed } = newWorld(store);
    expect(commands.get(id)).toMatchObject({
      action: { text: 'a long text' },
      delivery: { state: 'failed', reason: { code: 'amc_stopped', next: 'Nothing was typed. Send it again.' } },
    });
    expect(handed).toEqual([]);
  });
});

describe('an undo window', () => {
  test('keeps a command until it is over', async () => {
    const { commands, handed } = newWorld();
    const { id } = commands.submit({ ...prompt('go'), holdMs: 5_000 }, actor);
    expect(commands.get(id)).toMatchObject({ sendAt: 6_000, delivery: { state: 'queued' } });
    await vi.advanceTimersByTimeAsync(4_999);
    expect(handed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(handed.map((command) => command.id)).toEqual([id]);
  });

  test('in it a command can be taken back: nothing is sent, and it says so', async () => {
    const { commands, handed, store } = newWorld();
    const { id } = commands.submit({ ...prompt('go'), holdMs: 5_000 }, actor);
    const other: Actor = { by: 'cli', address: '127.0.0.1' };
    expect(commands.cancel(id, other).delivery).toMatchObject({ state: 'refused', reason: { code: 'taken_back' } });
    expect(commands.cancel(id, actor).delivery.steps).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(handed).toEqual([]);
    expect(store.audit.at(-1)).toMatchObject({ state: 'refused', actor: other, commandId: id });
  });

  test('after it, it is too late, and it says how far it is', async () => {
    const { commands, handed } = newWorld();
    const { id } = commands.submit(prompt('go'), actor);
    await until(() => handed.length === 1);
    expect(() => commands.cancel(id, actor)).toThrow('it is delivering');
    expect(() => commands.cancel('nobody', actor)).toThrow(UserError);
    expect(commands.get(id)?.delivery.state).toBe('delivering');
  });

  test('holds nothing else up', async () => {
    const { commands, handed } = newWorld();
    commands.submit({ ...prompt('held'), holdMs: 5_000 }, actor);
    const now = commands.submit(prompt('now'), actor);
    await until(() => handed.length === 1);
    expect(handed[0]?.id).toBe(now.id);
  });
});

describe('a prompt for after the turn', () => {
  test('waits until the session is idle; what is for now overtakes it', async () => {
    const { commands, handed, becomes, reply } = newWorld();
    becomes('working');
    const kept = commands.submit(later('then this'), actor);
    const now = commands.submit(prompt('now this'), actor);
    await until(() => handed.length === 1);
    expect(handed[0]?.id).toBe(now.id);
    reply(accepted);
    commands.observe(recorded('now this'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(commands.get(kept.id)?.delivery.state).toBe('queued');
    becomes('needs_attention');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(handed).toHaveLength(1);
    becomes('idle');
    await until(() => handed.length === 2);
    expect(handed[1]?.id).toBe(kept.id);
  });

  test('is kept for half a day, and then not sent any more', async () => {
    const { commands, handed, becomes } = newWorld();
    becomes('working');
    const kept = commands.submit(later('then this'), actor);
    await vi.advanceTimersByTimeAsync(12 * 3_600_000 - 1_000);
    expect(commands.get(kept.id)?.delivery.state).toBe('queued');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(commands.get(kept.id)?.delivery).toMatchObject({ state: 'refused', reason: { code: 'expired' } });
    becomes('idle');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(handed).toEqual([]);
  });

  test('two of them: the second waits for the end of the turn that the first has begun', async () => {
    const { commands, handed, becomes, reply } = newWorld();
    becomes('working');
    commands.submit(later('one'), actor);
    const two = commands.submit(later('two'), actor);
    becomes('idle');
    await until(() => handed.length === 1);
    reply(accepted);
    await vi.advanceTimersByTimeAsync(100);
    // Still idle as far as anybody knows: the agent has not recorded the first one yet.
    expect(handed).toHaveLength(1);
    commands.observe(recorded('one', 'p1'));
    await vi.advanceTimersByTimeAsync(100);
    becomes('working');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(handed).toHaveLength(1);
    becomes('idle');
    await until(() => handed.length === 2);
    expect(handed[1]?.id).toBe(two.id);
  });

  test('goes also after a command that began no turn', async () => {
    const { commands, handed, reply } = newWorld();
    commands.submit(prompt('/status'), actor);
    await until(() => handed.length === 1);
    const kept = commands.submit(later('then'), actor);
    reply(accepted);
    commands.observe(recorded('/status'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(handed).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(handed[1]?.id).toBe(kept.id);
  });

  test('can be taken back, and is refused when the session ends', async () => {
    const { commands, handed, becomes } = newWorld();
    becomes('working');
    const one = commands.submit(later('one'), actor);
    const two = commands.submit(later('two'), actor);
    expect(commands.cancel(one.id, actor).delivery.reason?.code).toBe('taken_back');
    becomes('ended');
    expect(commands.get(two.id)?.delivery).toMatchObject({ state: 'refused', reason: { code: 'session_ended' } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(handed).toEqual([]);
  });
});

describe('what holds what up', () => {
  test('an interruption leaves before all that waits', async () => {
    const { commands, handed, reply } = newWorld();
    commands.submit(prompt('one'), actor);
    commands.submit(prompt('two'), actor);
    commands.submit({ ...prompt('held'), holdMs: 5_000 }, actor);
    await until(() => handed.length === 1);
    commands.submit({ sessionKey, action: { type: 'interrupt' } }, actor);
    reply(accepted);
    await until(() => handed.length === 2);
    expect(handed[1]?.action.type).toBe('interrupt');
  });

  test('a channel that says nothing holds up its own session only, and that not for ever', async () => {
    const { commands, handed } = newWorld();
    const hung = commands.submit(prompt('hung'), actor);
    const next = commands.submit(prompt('next'), actor);
    const other = commands.submit({ ...prompt('other'), sessionKey: SessionKey.parse('claude:two') }, actor);
    await until(() => handed.length === 2);
    expect(handed.map(({ id }) => id)).toEqual([hung.id, other.id]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(commands.get(hung.id)?.delivery).toMatchObject({ state: 'unknown', reason: { code: 'handover_hung' } });
    expect(handed.map(({ id }) => id)).toEqual([hung.id, other.id, next.id]);
  });

  test('what has hung is given up: it may not write behind the next one', async () => {
    const { commands, handed, hooks } = newWorld();
    commands.submit(prompt('hung'), actor);
    await until(() => handed.length === 1);
    expect(hooks[0]?.givenUp.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hooks[0]?.givenUp.aborted).toBe(true);
  });

  test('typing by hand that never ends does not hold up a session for ever', async () => {
    const { commands, handed } = newWorld();
    void commands.between(sessionKey, () => new Promise(() => undefined));
    const held = commands.submit(prompt('held'), actor);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(commands.get(held.id)?.delivery).toMatchObject({ state: 'unknown', reason: { code: 'handover_hung' } });
    expect(commands.isHandingOver(sessionKey)).toBe(false);
    expect(handed).toEqual([]);
  });

  test('what was recorded while somebody typed by hand proves no command that waited for it', async () => {
    const { commands, handed, reply } = newWorld();
    let typed = (): void => undefined;
    void commands.between(sessionKey, () => new Promise<void>((resolve) => (typed = resolve)));
    const { id } = commands.submit(prompt('go on'), actor);
    await vi.advanceTimersByTimeAsync(1_000);
    commands.observe(recorded('go on', 'by-hand'));
    typed();
    await until(() => handed.length === 1);
    expect(commands.get(id)?.delivery.state).toBe('delivering');
    reply(accepted);
    commands.observe(recorded('go on', 'by-amc'));
    expect(commands.get(id)?.delivery).toMatchObject({ state: 'confirmed', evidence: { recordId: 'by-amc' } });
  });

  test('one that expires while the machine slept lets one command go, not two at a time', async () => {
    const { commands, handed, becomes, reply } = newWorld();
    becomes('working');
    const kept = commands.submit(later('then this'), actor);
    // Timers stand still while a machine sleeps; clocks do not.
    vi.setSystemTime(Date.now() + 13 * 3_600_000);
    commands.submit(prompt('one'), actor);
    expect(commands.get(kept.id)?.delivery.reason?.code).toBe('expired');
    commands.submit(prompt('two'), actor);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(handed.map(({ action }) => action)).toEqual([{ type: 'prompt', text: 'one' }]);
    reply(accepted);
    await until(() => handed.length === 2);
  });

  test('what waits is not forgotten, however many come after it', async () => {
    const { commands, handed, becomes, reply } = newWorld();
    becomes('working');
    const kept = commands.submit(later('then this'), actor);
    const other = SessionKey.parse('claude:two');
    for (let i = 0; i <= KEPT; i += 1) {
      const { id } = commands.submit({ ...prompt('x'), sessionKey: other, holdMs: 5_000 }, actor);
      commands.cancel(id, actor);
    }
    expect(commands.recent(2 * KEPT)).toHaveLength(KEPT);
    becomes('idle');
    await until(() => handed.length === 1);
    expect(handed[0]?.id).toBe(kept.id);
    reply(accepted);
  });

  test('nothing is sent that cannot be written down', async () => {
    const { commands, handed, store, unwritten } = newWorld();
    const held = commands.submit({ ...prompt('go'), holdMs: 1_000 }, actor);
    store.isFull = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(handed).toEqual([]);
    expect(commands.get(held.id)?.delivery).toMatchObject({ state: 'failed', reason: { code: 'not_written' } });
    expect(unwritten).not.toEqual([]);
    expect(() => commands.submit(prompt('more'), actor)).toThrow('disk full');
  });
});

describe('the audit log', () => {
  test('holds every step: who, what, to which session, by which channel, with which proof', async () => {
    const { commands, handed, reply, store } = newWorld();
    const who: Actor = { by: 'page', address: '127.0.0.1', client: 'Firefox' };
    const { id } = commands.submit(prompt('run\nthe tests'), who);
    await until(() => handed.length === 1);
    reply({ ...accepted, note: 'typed into work:1.0' });
    await until(() => commands.get(id)?.delivery.state === 'accepted');
    commands.observe(recorded('run\nthe tests', 'p9'));
    const line = { commandId: id, sessionKey, sessionTitle: 'A title', actor: who, what: 'prompt: run the tests' };
    expect(store.audit).toEqual([
      { ...line, at: 1_000, state: 'queued' },
      { ...line, at: 1_000, state: 'delivering' },
      { ...line, at: 1_000, state: 'accepted', via: 'tmux', note: 'typed into work:1.0' },
      {
        ...line,
        at: 1_000,
        state: 'confirmed',
        via: 'tmux',
        evidence: { source: 'hook', at: 1_000, detail: 'recorded as a prompt', recordId: 'p9' },
      },
    ]);
  });

  test('holds what was refused at the door too', () => {
    const { commands, store } = newWorld();
    const nobody = SessionKey.parse('claude:none');
    expect(() => commands.submit({ ...prompt('x'), sessionKey: nobody }, actor)).toThrow(UserError);
    expect(store.audit).toMatchObject([
      { commandId: '', sessionKey: nobody, actor, state: 'refused', reason: { code: 'session_unknown' } },
    ]);
  });
});

describe('a record of much later', () => {
  test('of an interruption is of another one; of a request, it is the answer', async () => {
    const { commands, handed, reply } = newWorld();
    const stop = commands.submit({ sessionKey, action: { type: 'interrupt' } }, actor);
    await until(() => handed.length === 1);
    reply(accepted);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(commands.get(stop.id)?.delivery.state).toBe('unknown');
    await vi.advanceTimersByTimeAsync(60_000);
    const session = { agent: 'claude', id: 'one' } as const;
    commands.observe({ type: 'interrupted', session, source: 'transcript', at: Date.now(), detail: 'stopped' });
    expect(commands.get(stop.id)?.delivery.state).toBe('unknown');

    const yes = commands.submit({ sessionKey, action: { type: 'approve', requestId: 'r' } }, actor);
    await until(() => handed.length === 2);
    reply(accepted);
    await vi.advanceTimersByTimeAsync(700_000);
    const closed = { type: 'request_closed', requestId: 'r', by: 'amc', detail: 'tool ran' } as const;
    commands.observe({ ...closed, session, source: 'transcript', at: Date.now() });
    expect(commands.get(yes.id)?.delivery.state).toBe('confirmed');
  });
});

describe('an answer', () => {
  const answer = { sessionKey, action: { type: 'approve', requestId: 'r' } } as const;
  const leaves = (by: 'amc' | 'elsewhere'): Observation => ({
    type: 'request_closed',
    session: { agent: 'claude', id: 'one' },
    source: 'screen',
    at: Date.now(),
    requestId: 'r',
    by,
    detail: 'it left the screen',
  });

  test('that was typed is not typed again: the next dialog may look the same', async () => {
    const { commands, handed, hooks, reply } = newWorld();
    const one = commands.submit(answer, actor);
    const two = commands.submit(answer, actor);
    await until(() => handed.length === 1);
    hooks[0]?.typing();
    reply(accepted);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(handed.map(({ id }) => id)).toEqual([one.id]);
    expect(commands.get(two.id)?.delivery).toMatchObject({ state: 'refused', reason: { code: 'already_answered' } });
  });

  test('of which nobody knows whether it was typed may be given again', async () => {
    const { commands, handed, hooks, reply } = newWorld();
    commands.submit(answer, actor);
    await until(() => handed.length === 1);
    hooks[0]?.typing();
    reply({ state: 'unknown', via: 'tmux', reason: { code: 'lost_reply', message: 'Lost.' } });
    commands.submit(answer, actor);
    await until(() => handed.length === 2);
  });

  test('to a dialog that left the screen is not one to the same dialog opened again', async () => {
    const { commands, handed, hooks, reply } = newWorld();
    const one = commands.submit(answer, actor);
    await until(() => handed.length === 1);
    hooks[0]?.typing();
    expect(commands.isAnswering(sessionKey, 'r')).toBe(true);
    reply(accepted);
    await vi.advanceTimersByTimeAsync(1_000);
    commands.observe(leaves('amc'));
    expect(commands.get(one.id)?.delivery).toMatchObject({ state: 'unknown', reason: { code: 'shown_only' } });
    expect(commands.isAnswering(sessionKey, 'r')).toBe(false);

    const two = commands.submit(answer, actor);
    await until(() => handed.length === 2);
    hooks[1]?.typing();
    reply(accepted);
    await vi.advanceTimersByTimeAsync(1_000);
    commands.observe(leaves('amc'));
    expect(commands.get(two.id)?.delivery).toMatchObject({ state: 'unknown', reason: { code: 'shown_only' } });
  });
});
