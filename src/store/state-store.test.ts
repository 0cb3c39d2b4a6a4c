import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../contract/command.ts';
import { EnvironmentError } from '../contract/errors.ts';
import { type Problem, SessionKey } from '../contract/session.ts';
import type { HookEvent } from '../ports/state-store.ts';
import { loadDriver } from './driver.ts';
import { type OpenStateStore, openStateStore, type StateStoreOptions } from './state-store.ts';

const NOW = 1_800_000_000_000;
const DAY = 24 * 60 * 60 * 1000;

let dataDir: string;
let problems: Problem[];
const opened: OpenStateStore[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'amc-store-'));
  problems = [];
});

afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function openStore(options: Partial<StateStoreOptions> = {}): Promise<OpenStateStore> {
  const onProblem = (problem: Problem) => void problems.push(problem);
  const store = await openStateStore({ dataDir, clock: () => NOW, onProblem, ...options });
  opened.push(store);
  return store;
}

/** Closes the store as a restart does. */
async function reopen(options: Partial<StateStoreOptions> = {}): Promise<OpenStateStore> {
  for (const store of opened.splice(0)) store.close();
  return openStore(options);
}

function event(name: string, fields: Partial<HookEvent> = {}): HookEvent {
  const payload = { hook_event_name: 'Stop', session_id: 's1' };
  return {
    name,
    agent: 'claude',
    sessionId: 's1',
    event: 'Stop',
    at: NOW,
    env: { TMUX_PANE: '%1' },
    payload,
    ...fields,
  };
}

function command(id: string, fields: Partial<Command> = {}): Command {
  return {
    id,
    sessionKey: SessionKey.parse('claude:s1'),
    action: { type: 'prompt', text: 'go on' },
    createdAt: NOW,
    delivery: { state: 'queued', steps: [{ state: 'queued', at: NOW }] },
    ...fields,
  };
}

const names = (events: readonly HookEvent[]) => events.map(({ name }) => name);

describe('hook events', () => {
  it('come back after a restart as they were', async () => {
    const payload = { hook_event_name: 'Stop', text: 'ä\u0000\ud800"', __proto__x: { deep: [1, null] } };
    const written = event('1.0@5', { payload, env: { CLAUDE_PROJECT_DIR: '/tmp/ä b' } });
    (await openStore()).addHookEvents([written]);
    const store = await reopen();
    expect(store.hookEvents('s1', 10)).toEqual([written]);
    expect(store.lastHookEventAt('claude')).toBe(NOW);
    expect(store.lastHookEventAt('codex')).toBeNull();
  });

  it('are new once', async () => {
    const store = await openStore();
    expect(names(store.addHookEvents([event('a'), event('b')]))).toEqual(['a', 'b']);
    expect(names(store.addHookEvents([event('b'), event('c'), event('c')]))).toEqual(['c']);
    expect(names(store.hookEvents('s1', 10))).toEqual(['a', 'b', 'c']);
  });

  it('are all written or none', async () => {
    const store = await openStore();
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(() => store.addHookEvents([event('a'), event('b', { payload: circular })])).toThrow(TypeError);
    expect(store.hookEvents('s1', 10)).toEqual([]);
    expect(names(store.addHookEvents([event('a')]))).toEqual(['a']);
  });

  it('of one session are its newest, oldest first', async () => {
    const store = await openStore();
    store.addHookEvents([
      event('late', { at: NOW + 2 }),
      event('early'),
      event('other', { sessionId: 's2' }),
      event('mid', { at: NOW + 1 }),
    ]);
    expect(names(store.hookEvents('s1', 2))).toEqual(['mid', 'late']);
  });

  it('since a time are limited a session, so that a busy one does not push out a quiet one', async () => {
    const store = await openStore();
    const busy = Array.from({ length: 300 }, (_, index) =>
      event(`busy${index}`, { sessionId: 'busy', at: NOW + index }),
    );
    store.addHookEvents([event('old', { at: NOW - 1 }), event('quiet', { sessionId: 'quiet' }), ...busy]);
    const since = store.hookEventsSince(NOW);
    expect(since).toHaveLength(201);
    expect(since[0]?.name).toBe('quiet');
    expect(since.at(1)?.name).toBe('busy100');
    expect(since.at(-1)?.name).toBe('busy299');
  });

  it('of rare kinds are found by time, of one session or of all', async () => {
    const store = await openStore();
    store.addHookEvents([
      event('end', { event: 'SessionEnd', at: NOW + 5 }),
      event('start', { event: 'SessionStart', at: NOW + 5, sessionId: 's2' }),
      event('late', { event: 'SessionStart', at: NOW + 9 }),
      event('tool', { event: 'PostToolUse', at: NOW + 5 }),
      event('foreign', { event: 'SessionEnd', at: NOW + 5, agent: 'codex' }),
    ]);
    const query = { agent: 'claude', events: ['SessionStart', 'SessionEnd'] };
    expect(names(store.findHookEvents(query))).toEqual(['end', 'start', 'late']);
    expect(names(store.findHookEvents({ ...query, from: NOW + 5, to: NOW + 9 }))).toEqual(['end', 'start']);
    expect(names(store.findHookEvents({ ...query, sessionId: 's1', from: NOW + 6 }))).toEqual(['late']);
  });

  it('tell which sessions had one of a kind and then were heard of in a period', async () => {
    const store = await openStore();
    const asked = { event: 'PermissionRequest' };
    store.addHookEvents([
      event('a', { ...asked, sessionId: 'before', at: NOW - 9 }),
      event('b', { ...asked, sessionId: 'goes on', at: NOW - 9 }),
      event('c', { sessionId: 'goes on', at: NOW + 1 }),
      event('d', { ...asked, sessionId: 'within', at: NOW + 1 }),
      event('e', { ...asked, sessionId: 'after', at: NOW + 5 }),
      event('f', { sessionId: 'never', at: NOW + 1 }),
    ]);
    const query = { agent: 'claude', events: ['PermissionRequest'], from: NOW, to: NOW + 5 };
    const found = () => store.sessionsWithHookEvent(query);
    expect(found().map(({ sessionId }) => sessionId)).toEqual(['goes on', 'within']);
    const [before] = found();
    store.addHookEvents([event('g', { sessionId: 'goes on', at: NOW })]);
    expect(found()[0]?.newest).not.toBe(before?.newest);
    expect(store.sessionsWithHookEvent({ ...query, agent: 'codex' })).toEqual([]);
  });

  it('are dropped when too old, too many or too large, oldest first', async () => {
    const store = await openStore();
    store.addHookEvents([
      event('ancient', { at: NOW - 31 * DAY }),
      event('recent', { at: NOW - 29 * DAY }),
      event('a'),
      event('b'),
    ]);
    expect(names((await reopen()).hookEvents('s1', 10))).toEqual(['recent', 'a', 'b']);
    const limits = { maxAgeMs: 30 * DAY, maxEvents: 2, maxBytes: 1e9 };
    expect(names((await reopen({ limits })).hookEvents('s1', 10))).toEqual(['a', 'b']);
    const oneEvent = JSON.stringify(event('b').env).length + JSON.stringify(event('b').payload).length;
    expect(names((await reopen({ limits: { ...limits, maxBytes: oneEvent } })).hookEvents('s1', 10))).toEqual(['b']);
  });

  it('skips and reports a broken row', async () => {
    (await openStore()).addHookEvents([event('a'), event('b'), event('c')]);
    await editDatabase(`UPDATE hook_events SET payload = '{"cut' WHERE name = 'b'`);
    const store = await reopen();
    expect(names(store.hookEvents('s1', 10))).toEqual(['a', 'c']);
    expect(problems).toMatchObject([{ code: 'state_row_broken', place: `${join(dataDir, 'state.db')} hook_events 2` }]);
  });
});

describe('commands', () => {
  it('are found by their idempotency key, as they were saved last', async () => {
    const store = await openStore();
    store.saveCommand(command('c1'), 'key-0001');
    const done = command('c1', { delivery: { state: 'accepted', via: 'tmux', steps: [] } });
    store.saveCommand(done, null);
    expect((await reopen()).commandByKey('key-0001')).toEqual(done);
  });

  it('cannot share an idempotency key', async () => {
    const store = await openStore();
    store.saveCommand(command('c1'), 'key-0001');
    expect(() => store.saveCommand(command('c2'), 'key-0001')).toThrow(/UNIQUE/);
    expect(store.recentCommands(10).map(({ id }) => id)).toEqual(['c1']);
  });

  it('come newest first', async () => {
    const store = await openStore();
    for (const [id, createdAt] of [
      ['a', 1],
      ['c', 3],
      ['b', 2],
      ['b2', 2],
    ] as const)
      store.saveCommand(command(id, { createdAt }), null);
    expect(store.recentCommands(3).map(({ id }) => id)).toEqual(['c', 'b2', 'b']);
  });

  it('of a shape this AMC does not know are left out and reported', async () => {
    (await openStore()).saveCommand(command('c1'), 'key-0001');
    await editDatabase(`UPDATE commands SET body = json_set(body, '$.action.type', 'dance')`);
    const store = await reopen();
    expect(store.recentCommands(10)).toEqual([]);
    expect(store.commandByKey('key-0001')).toBeNull();
    expect(problems[0]).toMatchObject({ code: 'state_row_broken', place: expect.stringContaining('commands c1') });
  });
});

it('keeps what was dismissed until it is taken back', async () => {
  const store = await openStore();
  store.setDismissed('claude:s1', 5);
  store.setDismissed('claude:s2', 6);
  store.setDismissed('claude:s1', 7);
  store.setDismissed('claude:s2', null);
  expect([...(await reopen()).dismissed()]).toEqual([['claude:s1', 7]]);
});

describe('marks', () => {
  const snooze = { until: NOW + 5, at: NOW, open: ['r1'] };

  it('are kept as they were put last, until none is left', async () => {
    const store = await openStore();
    store.setMarks('claude:s1', { pinned: true }, NOW);
    store.setMarks('claude:s1', { name: 'ä\u0000"', colour: 'cyan', snooze }, NOW + 1);
    store.setMarks('claude:s2', { pinned: true }, NOW);
    store.setMarks('claude:s2', null, NOW);
    expect([...(await reopen()).marks()]).toEqual([['claude:s1', { name: 'ä\u0000"', colour: 'cyan', snooze }]]);
  });

  it('of sessions that were marked longest ago go when there are too many', async () => {
    const store = await openStore();
    store.setMarks('claude:oldest', { pinned: true }, NOW - 2);
    await editDatabase(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4998)
      INSERT INTO marks SELECT 'claude:' || i, ${NOW - 1}, '{"pinned":true}' FROM n`);
    const full = await reopen();
    full.setMarks('claude:5000', { pinned: true }, NOW);
    expect([full.marks().size, full.marks().has('claude:oldest')]).toEqual([5_000, true]);
    full.setMarks('claude:5001', { pinned: true }, NOW);
    expect([full.marks().size, full.marks().has('claude:oldest')]).toEqual([5_000, false]);
  });

  it('of a shape this AMC does not know are left out and reported', async () => {
    (await openStore()).setMarks('claude:s1', { colour: 'red' }, NOW);
    await editDatabase(`UPDATE marks SET body = json_set(body, '$.colour', 'plaid')`);
    expect((await reopen()).marks().size).toBe(0);
    expect(problems[0]).toMatchObject({ code: 'state_row_broken', place: expect.stringContaining('marks claude:s1') });
  });
});

it('is readable by its owner only, whatever the umask and the folder were', async () => {
  chmodSync(dataDir, 0o755);
  const umask = process.umask(0);
  try {
    (await openStore()).addHookEvents([event('a')]);
  } finally {
    process.umask(umask);
  }
  const files = readdirSync(dataDir).filter((name) => name.startsWith('state.db'));
  expect(files).toContain('state.db-wal');
  for (const name of files) expect([name, mode(join(dataDir, name))]).toEqual([name, 0o600]);
  for (const name of ['.', 'spool', 'relay']) expect([name, mode(join(dataDir, name))]).toEqual([name, 0o700]);
});

describe('refuses', () => {
  it('a file that is no database, and leaves it alone', async () => {
    writeFileSync(join(dataDir, 'state.db'), 'my shopping list '.repeat(1000));
    await expect(openStore()).rejects.toMatchObject({
      code: 'state_damaged',
      next: expect.stringContaining('state.db'),
    });
    expect(readFileSync(join(dataDir, 'state.db'), 'utf8')).toMatch(/^my shopping list/);
  });

  it('a database with a damaged page', async () => {
    const store = await openStore();
    store.addHookEvents(Array.from({ length: 200 }, (_, index) => event(`e${index}`)));
    opened.splice(0);
    store.close();
    const path = join(dataDir, 'state.db');
    const bytes = readFileSync(path);
    bytes.fill(0xff, 3 * 4096, bytes.length - 4096);
    writeFileSync(path, bytes);
    await expect(openStore()).rejects.toMatchObject({ code: 'state_damaged' });
  });

  it('a database of a newer AMC', async () => {
    await openStore();
    await editDatabase('PRAGMA user_version = 999');
    await expect(openStore()).rejects.toThrow(EnvironmentError);
    await expect(openStore()).rejects.toMatchObject({ code: 'state_too_new' });
  });

  it('a data folder that cannot be made', async () => {
    writeFileSync(join(dataDir, 'file'), '');
    await expect(openStore({ dataDir: join(dataDir, 'file', 'amc') })).rejects.toMatchObject({
      code: 'data_dir_unusable',
    });
  });
});

/** Changes the file behind the store's back; the store is closed for that. */
async function editDatabase(sql: string): Promise<void> {
  for (const store of opened.splice(0)) store.close();
  const database = (await loadDriver())(join(dataDir, 'state.db'));
  database.exec(sql);
  database.close();
}

function mode(path: string): number {
  return statSync(path).mode & 0o777;
}
