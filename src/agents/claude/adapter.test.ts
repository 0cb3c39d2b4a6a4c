import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { transcriptPath } from '../../../test/fixtures/claude/fixtures.ts';
import { createFolderWatcher } from '../../ingest/folder-watcher.ts';
import { createPageReader } from '../../ingest/page-reader.ts';
import { createLogTailer } from '../../ingest/tail.ts';
import type { Observation } from '../../core/observation.ts';
import type { AgentAdapter } from '../../ports/agent.ts';
import type { ProcessTable } from '../../ports/process-table.ts';
import type { HookEvent } from '../../ports/state-store.ts';
import { createClaudeAdapter } from './adapter.ts';
import { encodeProjectDir } from './transcript-path.ts';

const T = 1_800_000_000_000;
const CWD = '/home/dev/p/demo';

let configDir: string;
let sessions: string;
let now: number;
let running: Map<number, string>;
let told: Observation[];
let stored: HookEvent[];
let relays: Set<string>;
let released: string[];
let hear: (event: HookEvent) => void;
let adapter: AgentAdapter;
let cleanups: (() => void)[];

beforeEach(() => {
  configDir = mkdtempSync(join(tmpdir(), 'amc-claude-'));
  sessions = join(configDir, 'sessions');
  mkdirSync(sessions);
  now = T;
  running = new Map([[11, '100']]);
  [told, stored, released, cleanups] = [[], [], [], []];
  relays = new Set();
});

afterEach(async () => {
  await adapter.dispose();
  for (const cleanup of cleanups) cleanup();
  rmSync(configDir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  const watcher = createFolderWatcher();
  const tailer = createLogTailer({ watcher });
  cleanups.push(
    () => tailer.dispose(),
    () => watcher.dispose(),
  );
  adapter = createClaudeAdapter({
    configDirs: [configDir],
    clock: () => now,
    processTable: fakeTable(),
    hooks: {
      subscribe: (_agent, listener) => {
        hear = listener;
        return () => undefined;
      },
      since: (_agent, at) => stored.filter((event) => event.at >= at),
    },
    relay: {
      waiting: async (name) => relays.has(name),
      answer: async (name) => (relays.delete(name) ? 'taken' : 'gone'),
      release: async (name) => {
        relays.delete(name);
        released.push(name);
      },
    },
    tailer,
    pages: createPageReader(),
    watcher,
    // Time passes only when a test says so; `reconcile` looks as the timer would.
    tickMs: 3_600_000,
    history: { withinMs: Number.MAX_SAFE_INTEGER, limit: 10 },
  });
  await adapter.start((observation) => told.push(observation));
}

function fakeTable(): ProcessTable {
  const info = (pid: number, startTime: string) => ({
    pid,
    ppid: 1,
    startTime,
    tty: null,
    pgrp: pid,
    tpgid: -1,
    comm: 'claude',
  });
  return {
    get: async (pid) => (running.has(pid) ? info(pid, running.get(pid) ?? '') : null),
    environ: async () => ({}),
    cwd: async () => null,
    argv: async () => [],
    list: async () => [],
    ancestors: async () => [],
    openFiles: async () => [],
  };
}

function entry(more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    pid: 11,
    sessionId: 's1',
    cwd: CWD,
    startedAt: T - 5000,
    procStart: '100',
    version: '2.1.330',
    kind: 'interactive',
    entrypoint: 'cli',
    status: 'idle',
    statusUpdatedAt: T,
    updatedAt: T,
    ...more,
  });
}

function register(text: string, file = '11.json'): void {
  writeFileSync(join(sessions, file), text);
}

function transcript(sessionId: string, from?: string): string {
  const folder = join(configDir, 'projects', encodeProjectDir(CWD));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${sessionId}.jsonl`);
  if (from === undefined) writeFileSync(path, '');
  else copyFileSync(from, path);
  return path;
}

const hook = (
  event: string,
  at: number,
  payload: Record<string, unknown> = {},
  more: Partial<HookEvent> = {},
): HookEvent => ({
  name: `${event}-${at}`,
  agent: 'claude',
  sessionId: 's1',
  event,
  at,
  env: { CLAUDE_PID: '11' },
  payload: { session_id: 's1', hook_event_name: event, ...payload },
  ...more,
});
const asks = (at: number, more: Record<string, unknown> = {}) =>
  hook('PermissionRequest', at, { tool_name: 'Bash', tool_input: { command: 'npm test' }, cwd: CWD, ...more });

const activities = (id = 's1') =>
  told.flatMap((each) => (each.type === 'activity' && each.session.id === id ? [each] : []));
const last = (type: Observation['type']) => told.findLast((each) => each.type === type);
const openIds = () => {
  const open = new Set<string>();
  for (const each of told) {
    if (each.type === 'request_opened') open.add(each.request.id);
    if (each.type === 'request_closed') open.delete(each.requestId);
  }
  return [...open];
};

async function until(what: string, test: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 5000; !test();) {
    if (Date.now() > deadline)
      throw new Error(`Waited for ${what}\n${told.map((each) => JSON.stringify(each)).join('\n')}`);
    await delay(5);
  }
}

const pathTo = (requestId: string) =>
  adapter.path(
    { ref: { agent: 'claude', id: 's1' }, process: null, requests: [], busy: false },
    { type: 'request', requestId },
  );

describe('the registry', () => {
  it('makes a session of an entry whose process runs, and follows its status', async () => {
    await start();
    register(entry({ status: undefined, statusUpdatedAt: undefined, updatedAt: undefined }));
    await until('starting', () => activities().at(-1)?.activity === 'starting');
    register(entry({ status: 'busy', statusUpdatedAt: T + 1 }));
    await until('working', () => activities().at(-1)?.activity === 'working');
    register(entry({ status: 'waiting', waitingFor: 'permission prompt', statusUpdatedAt: T + 2 }));
    await until('waiting', () => activities().at(-1)?.detail === 'registry: waiting (permission prompt)');
    register(entry({ status: 'shell', statusUpdatedAt: T + 3 }));
    await until('idle', () => activities().at(-1)?.detail === 'registry: shell (background shell running)');
    expect(told.find(({ type }) => type === 'process')).toMatchObject({ process: { pid: 11, startTime: '100' } });
    unlinkSync(join(sessions, '11.json'));
    await until('the end', () => activities().at(-1)?.activity === 'ended');
    expect(told.at(-1)).toMatchObject({ type: 'process', process: null });
  });

  it('believes no entry of a process that is gone or has another start, and opens no other file', async () => {
    register(entry({ procStart: '999' }));
    register(entry({ pid: 12 }), '12.json');
    register(entry({ pid: 11 }), '13.json');
    register(entry(), '11.abc.key');
    register(entry(), 'notes.json');
    await start();
    expect(told).toEqual([]);
  });

  it('keeps the last whole entry while a file is half written', async () => {
    register(entry());
    await start();
    register(entry({ status: 'busy', statusUpdatedAt: T + 1 }).slice(0, 80));
    await delay(40);
    expect(activities().map(({ activity }) => activity)).toEqual(['idle']);
    register(entry({ status: 'busy', statusUpdatedAt: T + 1 }));
    await until('working', () => activities().at(-1)?.activity === 'working');
    register('[]');
    await until('a degraded source', () => adapter.health()[0]?.state === 'degraded');
    expect(activities().at(-1)?.activity).toBe('working');
  });

  it('ends the session of a process that died or whose number came again', async () => {
    register(entry());
    await start();
    running.set(11, '200');
    await adapter.reconcile();
    expect(activities().at(-1)?.activity).toBe('ended');
  });

  it('ends one session and begins the next when a process goes on with another', async () => {
    register(entry());
    await start();
    register(entry({ sessionId: 's2', statusUpdatedAt: T + 1 }));
    await until('the next', () => activities('s2').length === 1);
    expect(activities('s1').at(-1)).toMatchObject({
      activity: 'ended',
      detail: expect.stringContaining('another session'),
    });
  });

  it('holds a session that two processes run by the one that started last', async () => {
    running.set(12, '300');
    register(entry());
    register(entry({ pid: 12, procStart: '300', startedAt: T }), '12.json');
    await start();
    expect(last('process')).toMatchObject({ process: { pid: 12 } });
    unlinkSync(join(sessions, '12.json'));
    await until('the other process', () => JSON.stringify(last('process')).includes('"pid":11'));
    expect(activities().some(({ activity }) => activity === 'ended')).toBe(false);
  });

  it('is waited for when Claude Code has never run', async () => {
    rmSync(sessions, { recursive: true });
    await start();
    expect(adapter.health()[0]).toMatchObject({ name: 'claude registry', state: 'absent' });
    mkdirSync(sessions);
    register(entry());
    await until('the session', () => activities().length === 1);
  });

  it('says of a session without a terminal that it cannot be typed to', async () => {
    register(entry({ entrypoint: 'sdk-cli' }));
    await start();
    const context = { ref: { agent: 'claude' as const, id: 's1' }, process: null, requests: [], busy: false };
    expect(adapter.path(context, { type: 'prompt' })).toMatchObject({
      channel: 'none',
      reason: expect.stringContaining('sdk-cli'),
    });
    register(entry());
    await until('the change', () => adapter.path(context, { type: 'prompt' }).channel === 'keystrokes');
  });
});

describe('requests', () => {
  it('are closed when the registry stops waiting, and their hook is let go', async () => {
    register(entry({ status: 'waiting', statusUpdatedAt: T + 10 }));
    await start();
    relays.add(`PermissionRequest-${T + 5}`);
    hear(asks(T + 5));
    await until('the request', () => openIds().length === 1);
    expect(pathTo(openIds()[0] ?? '')).toMatchObject({ channel: 'structured' });
    register(entry({ status: 'busy', statusUpdatedAt: T + 20 }));
    await until('the end of the request', () => openIds().length === 0);
    expect(told.at(-1)).toMatchObject({ type: 'request_closed', by: 'unknown', source: 'registry' });
    expect(released).toEqual([`PermissionRequest-${T + 5}`]);
  });

  it('stay open when the registry only flickers', async () => {
    register(entry({ status: 'waiting', statusUpdatedAt: T + 10 }));
    await start();
    hear(asks(T + 12));
    await until('the request', () => openIds().length === 1);
    register(entry({ status: 'busy', statusUpdatedAt: T + 20 }));
    await until('busy', () => activities().at(-1)?.detail === 'registry: busy');
    register(entry({ status: 'waiting', statusUpdatedAt: T + 25 }));
    await delay(450);
    expect(openIds()).toHaveLength(1);
  });

  it('are rebuilt after a start: those still open, with what became of their hook', async () => {
    stored = [
      asks(T - 300, { tool_input: { command: 'one' } }),
      hook('PostToolUse', T - 200, { tool_name: 'Bash', tool_input: { command: 'one' } }),
      asks(T - 100, { tool_input: { command: 'two' } }),
    ];
    register(entry({ status: 'waiting', statusUpdatedAt: T - 90 }));
    await start();
    const opened = told.flatMap((each) => (each.type === 'request_opened' ? [each.request] : []));
    expect(opened).toMatchObject([{ id: `hook:PermissionRequest-${T - 100}:${T - 100}`, command: 'two' }]);
    expect(pathTo(opened[0]?.id ?? '')).toMatchObject({ channel: 'keystrokes' });
  });

  it('of before are not opened when the registry has moved on', async () => {
    stored = [asks(T - 100)];
    register(entry({ status: 'busy', statusUpdatedAt: T - 50 }));
    await start();
    expect(openIds()).toEqual([]);
  });

  it('that no hook holds and no dialog shows are closed after a moment', async () => {
    register(entry({ status: 'busy', statusUpdatedAt: T - 500 }));
    await start();
    hear(asks(T));
    await until('the request', () => openIds().length === 1);
    await adapter.reconcile();
    expect(openIds()).toHaveLength(1);
    now = T + 4_000;
    await adapter.reconcile();
    expect(openIds()).toEqual([]);
  });

  it('are held back from the terminal for a while only', async () => {
    register(entry({ status: 'busy', statusUpdatedAt: T - 500 }));
    await start();
    const event = asks(T, { agent_id: 'a1' });
    relays.add(event.name);
    hear(event);
    await until('the request', () => openIds().length === 1);
    now = T + 20_000;
    await adapter.reconcile();
    expect(pathTo(openIds()[0] ?? '')).toMatchObject({ channel: 'structured' });
    now = T + 31_000;
    await adapter.reconcile();
    expect(released).toEqual([event.name]);
    expect(openIds()).toHaveLength(1);
    expect(pathTo(openIds()[0] ?? '')).toMatchObject({ channel: 'keystrokes' });
  });

  it('are not closed after a start by the result of an earlier call of the same words', async () => {
    const use = (id: string, at: number) => ({
      type: 'assistant',
      uuid: id,
      timestamp: new Date(at).toISOString(),
      message: { content: [{ type: 'tool_use', id, name: 'Bash', input: { command: 'npm test' } }] },
    });
    const result = (id: string, at: number) => ({
      type: 'user',
      uuid: `r${id}`,
      timestamp: new Date(at).toISOString(),
      permissionDecision: { decision: 'accept', source: 'hook' },
      message: { content: [{ type: 'tool_result', tool_use_id: id, content: 'ok' }] },
    });
    const path = transcript('s1');
    writeFileSync(
      path,
      [use('one', T - 2000), result('one', T - 1000), use('two', T - 110)]
        .map((record) => `${JSON.stringify(record)}\n`)
        .join(''),
    );
    stored = [asks(T - 100)];
    register(entry({ status: 'waiting', statusUpdatedAt: T - 90 }));
    await start();
    expect(openIds()).toHaveLength(1);
    appendFileSync(path, `${JSON.stringify(result('two', T + 50))}\n`);
    await until('the result', () => openIds().length === 0);
    expect(last('request_closed')).toMatchObject({ by: 'amc', at: T + 50 });
  });

  it('are not closed by what a hook tells of an earlier time', async () => {
    register(entry({ status: 'waiting', statusUpdatedAt: T }));
    stored = [asks(T)];
    await start();
    const [id = ''] = openIds();
    hear(hook('Stop', T - 50));
    hear(hook('PostToolUse', T - 40, { tool_name: 'Bash', tool_input: { command: 'npm test' } }));
    hear(hook('SessionStart', T + 1, { source: 'resume', model: 'heard-last' }));
    await until('the last event', () =>
      told.some((each) => each.type === 'described' && each.facts.model === 'heard-last'),
    );
    expect(openIds()).toEqual([id]);
  });

  it('of which AMC holds only a part are shown but never answered', async () => {
    register(entry({ status: 'waiting', statusUpdatedAt: T }));
    await start();
    const event = asks(T + 1, { amc_trimmed: ['tool_input.command'] });
    relays.add(event.name);
    hear(event);
    await until('the request', () => openIds().length === 1);
    expect(pathTo(openIds()[0] ?? '')).toMatchObject({ channel: 'none', reason: expect.stringContaining('too large') });
    expect(released).toEqual([event.name]);
  });

  it('told by the transcript give way to the same told by the hook', async () => {
    const path = transcript('s1');
    register(entry({ status: 'waiting', statusUpdatedAt: T + 10 }));
    await start();
    const call = {
      type: 'assistant',
      uuid: 'a',
      timestamp: new Date(T).toISOString(),
      message: { content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'npm test' } }] },
    };
    appendFileSync(path, `${JSON.stringify(call)}\n`);
    await until('the request', () => openIds()[0] === 'tool:toolu_1');
    relays.add(`PermissionRequest-${T + 5}`);
    hear(asks(T + 5));
    await until('the hook', () => openIds()[0]?.startsWith('hook:') === true);
    expect(openIds()).toHaveLength(1);
    const result = {
      type: 'user',
      uuid: 'u',
      timestamp: new Date(T + 50).toISOString(),
      permissionDecision: { decision: 'accept', source: 'user_temporary' },
      message: { content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' }] },
    };
    appendFileSync(path, `${JSON.stringify(result)}\n`);
    await until('the result', () => openIds().length === 0);
    expect(last('request_closed')).toMatchObject({ by: 'elsewhere' });
  });
});

describe('claims', () => {
  it('of a late hook are taken back when the registry says otherwise', async () => {
    register(entry({ statusUpdatedAt: T }));
    await start();
    hear(hook('PostToolUseFailure', T + 100, { tool_name: 'Bash', tool_input: {} }));
    await until('the claim', () => activities().at(-1)?.activity === 'working');
    now = T + 1_000;
    await adapter.reconcile();
    expect(activities().at(-1)?.activity).toBe('working');
    now = T + 3_000;
    await adapter.reconcile();
    expect(activities().at(-1)).toMatchObject({ activity: 'idle', source: 'registry', at: T + 3_000 });
  });

  it('come from hooks alone where there is no registry, until the process ends', async () => {
    await start();
    hear(hook('SessionStart', T, { source: 'startup', cwd: CWD }));
    hear(hook('UserPromptSubmit', T + 1, { prompt: 'hello', prompt_id: 'p1' }));
    await until('working', () => activities().at(-1)?.activity === 'working');
    expect(told).toContainEqual(expect.objectContaining({ type: 'process', process: { pid: 11, startTime: '100' } }));
    running.delete(11);
    await adapter.reconcile();
    expect(activities().at(-1)?.activity).toBe('ended');
  });

  it('are not made by hooks of a process that is long gone', async () => {
    await start();
    hear(hook('Stop', T - 100, {}, { env: { CLAUDE_PID: '77' } }));
    hear(hook('Stop', T - 100_000, {}, { env: {} }));
    hear(hook('SessionEnd', T, { reason: 'other' }, { sessionId: 's9', env: {} }));
    await until('the end of another', () => activities('s9').length === 1);
    expect(activities('s1')).toEqual([]);
  });

  it('of a whole day are told as what counts now', async () => {
    stored = Array.from({ length: 500 }, (_, index) =>
      hook('PreToolUse', T - 600_000 + index, { tool_name: 'Read', tool_input: {} }),
    );
    register(entry());
    await start();
    expect(activities().map(({ source }) => source)).toEqual(['registry', 'hook']);
  });
});

describe('sessions that ended', () => {
  it('are listed newest first with what their transcripts say, and only those with a conversation', async () => {
    const old = transcript('old', transcriptPath('perm'));
    utimesSync(old, 1_700_000_000, 1_700_000_000);
    const recent = transcript('recent', transcriptPath('misc'));
    writeFileSync(transcript('empty'), '{"type":"mode","mode":"normal"}\n');
    transcript('agent-1', transcriptPath('sub'));
    await start();
    await until('both', () => activities('old').length === 1 && activities('recent').length === 1);
    expect(told[0]?.session.id).toBe('recent');
    expect([...new Set(told.map(({ session }) => session.id))]).toEqual(['recent', 'old']);
    const facts = told.flatMap((each) =>
      each.type === 'described' && each.session.id === 'recent' ? [each.facts] : [],
    );
    expect(facts).toMatchObject([{ cwd: CWD, branch: 'main', title: { text: 'my good name', rank: 3 } }]);
    expect(told).toContainEqual(expect.objectContaining({ type: 'said', preview: 'after compact' }));
    expect(await adapter.transcriptOf({ agent: 'claude', id: 'recent' })).toBe(recent);
    expect(await adapter.transcriptOf({ agent: 'claude', id: 'nobody' })).toBe(null);
  });
});

describe('a live transcript', () => {
  it('gives a preview from far back, and names broken lines', async () => {
    const path = transcript('s1', transcriptPath('basic-2'));
    const filler = {
      type: 'user',
      uuid: 'x',
      message: { content: [{ type: 'tool_result', tool_use_id: 't', content: 'y'.repeat(1000) }] },
    };
    appendFileSync(path, `${JSON.stringify(filler)}\n`.repeat(400));
    appendFileSync(path, '{"half":\n{"partial');
    register(entry());
    await start();
    expect(last('said')).toMatchObject({ preview: 'I did it. Shall I go on?' });
    expect(told).toContainEqual(
      expect.objectContaining({
        type: 'problem',
        problem: expect.objectContaining({
          code: 'transcript_line_broken',
          place: expect.stringMatching(/s1\.jsonl:\d+$/),
        }),
      }),
    );
  });
});
