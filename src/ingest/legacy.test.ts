import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../contract/session.ts';
import type { Observation } from '../core/observation.ts';
import { createLegacySource, type LegacySource } from './legacy.ts';

const NOW = Date.UTC(2026, 0, 2, 12);
const MINUTE = 60_000;

let dataDir: string;
let now: number;
let told: Observation[];
let problems: Problem[];
let source: LegacySource;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'amc-o-'));
  mkdirSync(join(dataDir, 'sessions'));
  now = NOW;
  told = [];
  problems = [];
  source = create();
});
afterEach(async () => {
  await source.dispose();
  rmSync(dataDir, { recursive: true, force: true });
});

function create(tickMs?: number): LegacySource {
  return createLegacySource({
    dataDir,
    sink: (observation) => told.push(observation),
    clock: () => now,
    onProblem: (problem) => problems.push(problem),
    ...(tickMs === undefined ? {} : { tickMs }),
  });
}

function file(name: string, content: unknown, mtimeMs = NOW): string {
  const path = join(dataDir, 'sessions', name);
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  utimesSync(path, mtimeMs / 1000, mtimeMs / 1000);
  return path;
}

function legacy(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    session_id: 'one',
    agent: 'claude',
    project: 'ledger',
    project_dir: '/home/someone/ledger',
    status: 'active',
    started_at: iso(NOW - 30 * MINUTE),
    last_event_at: iso(NOW - MINUTE),
    last_event: 'UserPromptSubmit',
    last_message_preview: 'Hello',
    zellij_session: 'main',
    zellij_pane: 'terminal_4',
    ...changes,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+00:00');
}

function activity(id = 'one'): Observation | undefined {
  return told.findLast((observation) => observation.type === 'activity' && observation.session.id === id);
}

describe('sessions of the original', () => {
  test('a file becomes what it says, by its own time', async () => {
    file('one.json', legacy());
    await source.start();
    const base = { session: { agent: 'claude', id: 'one' }, source: 'legacy', at: NOW - MINUTE };
    expect(told).toEqual([
      { ...base, type: 'described', facts: { cwd: '/home/someone/ledger', startedAt: NOW - 30 * MINUTE } },
      {
        ...base,
        type: 'activity',
        activity: 'unknown',
        detail: "original's file: active",
        eventName: 'UserPromptSubmit',
      },
      { ...base, type: 'said', preview: 'Hello' },
    ]);
    expect(problems).toEqual([]);
  });

  test.each([
    ['starting', 1, 'starting'],
    ['active', 1, 'unknown'],
    ['needs_attention', 1, 'unknown'],
    ['done', 1, 'idle'],
    ['something else', 1, 'unknown'],
    ['starting', 11, 'ended'],
    ['active', 11, 'ended'],
    ['needs_attention', 11, 'ended'],
    ['done', 11, 'ended'],
  ] as const)('%s, %i minutes ago, is %s', async (status, minutes, expected) => {
    file(
      'one.json',
      legacy({ status, last_event_at: iso(NOW - minutes * MINUTE), pending_questions: [{ question: 'Really?' }] }),
    );
    await source.start();
    expect(activity()).toMatchObject({ activity: expected });
    expect(told.map(({ type }) => type)).not.toContain('request_opened');
  });

  test('Fix 8: what was fresh grows old without anybody touching the file', async () => {
    file('one.json', legacy());
    source = create(5);
    await source.start();
    expect(activity()).toMatchObject({ activity: 'unknown' });
    now += 15 * MINUTE;
    await expect.poll(() => activity()).toMatchObject({ activity: 'ended', at: NOW - MINUTE });
  });

  test.each([
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '5'],
    ['not JSON', '{"session_id":'],
    ['empty', ''],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['of an agent nobody knows', legacy({ session_id: 'bad', agent: 'gemini' })],
    ['of an id of 300 characters', legacy({ session_id: 'x'.repeat(300) })],
    ['of an id that is a path', legacy({ session_id: '../../etc/passwd' })],
    ['larger than a megabyte', legacy({ session_id: 'bad', more: 'x'.repeat(1_100_000) })],
  ])('Fix 1: a file that is %s does not harm the rest, and is told once with its place', async (_name, content) => {
    const bad = file('bad.json', content);
    file('one.json', legacy());
    await source.start();
    await source.reconcile();
    expect(new Set(told.map(({ session }) => session.id))).toEqual(new Set(['one']));
    expect(problems).toMatchObject([{ code: 'legacy_unusable', place: bad, message: expect.any(String) }]);
  });

  test.each([
    [
      'null',
      { project_dir: null, started_at: null, last_event: null, last_message_preview: null, last_event_at: null },
    ],
    ['numbers', { project_dir: 5, started_at: 5, last_event: 5, last_message_preview: 5, last_event_at: 5 }],
    ['lists', { project_dir: [], started_at: [], last_event: [], last_message_preview: [], last_event_at: [] }],
  ])('Fix 1: fields that are %s are as good as absent; the time is then the file’s', async (_name, changes) => {
    file('one.json', legacy(changes), NOW - 2 * MINUTE);
    await source.start();
    expect(told.map(({ type, at }) => [type, at])).toEqual([
      ['described', NOW - 2 * MINUTE],
      ['activity', NOW - 2 * MINUTE],
    ]);
  });

  test('a time in the future is not believed', async () => {
    file('one.json', legacy({ last_event_at: iso(NOW + 60 * MINUTE) }), NOW - 3 * MINUTE);
    await source.start();
    expect(activity()).toMatchObject({ at: NOW - 3 * MINUTE });
  });

  test('without an id in it a file has the id of its name; the agent is claude unless it says codex', async () => {
    file('named.json', { status: 'done' });
    file('two.json', legacy({ session_id: 'two', agent: 'codex' }));
    await source.start();
    expect(new Set(told.map(({ session: { agent, id } }) => `${agent}:${id}`))).toEqual(
      new Set(['claude:named', 'codex:two']),
    );
  });

  test('Fix 9: of two files with one id the newest is used, and said so', async () => {
    file('a.json', legacy({ last_message_preview: 'older', last_event_at: iso(NOW - 5 * MINUTE) }), NOW);
    file('b.json', legacy({ last_message_preview: 'newer', last_event_at: iso(NOW - 4 * MINUTE) }), NOW - 9 * MINUTE);
    await source.start();
    await source.reconcile();
    expect(told.filter(({ type }) => type === 'said')).toMatchObject([{ preview: 'newer' }]);
    expect(told.filter(({ type }) => type === 'problem')).toMatchObject([
      { problem: { code: 'legacy_duplicate', place: join(dataDir, 'sessions', 'a.json') } },
    ]);
  });

  test('only what is new is told again', async () => {
    file('one.json', legacy());
    file('two.json', legacy({ session_id: 'two' }));
    await source.start();
    const before = told.length;
    file('one.json', legacy({ last_message_preview: 'More' }));
    await source.reconcile();
    expect(told.slice(before)).toMatchObject([{ type: 'said', preview: 'More', session: { id: 'one' } }]);
  });

  test('a new file, and one that is replaced, are seen without being told', async () => {
    source = create(5);
    await source.start();
    file('one.json', legacy());
    await expect.poll(() => activity()).toBeDefined();
    file('.tmp', legacy({ status: 'done' }));
    renameSync(join(dataDir, 'sessions', '.tmp'), join(dataDir, 'sessions', 'one.json'));
    await expect.poll(() => activity()).toMatchObject({ activity: 'idle' });
  });

  test('a file that is gone ends its session, and that is no new activity', async () => {
    const path = file('one.json', legacy());
    await source.start();
    rmSync(path);
    await source.reconcile();
    expect(activity()).toMatchObject({ activity: 'ended', at: NOW - MINUTE });
  });

  test('a file that is just being written does not end its session', async () => {
    file('one.json', legacy());
    await source.start();
    file('one.json', '{"session_id":"one","sta');
    await source.reconcile();
    expect(activity()).toMatchObject({ activity: 'unknown' });
    file('one.json', legacy({ status: 'done' }));
    await source.reconcile();
    expect(activity()).toMatchObject({ activity: 'idle' });
  });

  test('a folder that is not there, or is no folder, is nothing to be afraid of', async () => {
    rmSync(join(dataDir, 'sessions'), { recursive: true });
    await source.start();
    expect([told, problems]).toEqual([[], []]);
    writeFileSync(join(dataDir, 'sessions'), 'x');
    await source.reconcile();
    await source.reconcile();
    expect(problems).toMatchObject([{ code: 'legacy_folder_unreadable' }]);
  });

  test('links and folders that are named like a session are left alone', async () => {
    writeFileSync(join(dataDir, 'outside.json'), JSON.stringify(legacy()));
    symlinkSync(join(dataDir, 'outside.json'), join(dataDir, 'sessions', 'link.json'));
    mkdirSync(join(dataDir, 'sessions', 'folder.json'));
    await source.start();
    expect([told, problems]).toEqual([[], []]);
  });

  test('a thousand files are all told', async () => {
    for (let count = 0; count < 1_000; count += 1) file(`${count}.json`, legacy({ session_id: String(count) }));
    await source.start();
    expect(new Set(told.map(({ session }) => session.id)).size).toBe(1_000);
  });

  test('nothing is told after the end', async () => {
    source = create(5);
    await source.start();
    await source.dispose();
    file('one.json', legacy());
    await source.reconcile();
    expect(told).toEqual([]);
  });
});

describe('events of the original', () => {
  function log(id: string, content: string | Buffer): void {
    mkdirSync(join(dataDir, 'events'), { recursive: true });
    writeFileSync(join(dataDir, 'events', `${id}.jsonl`), content);
  }

  test('lines of exactly this id, with time and name where it wrote them', () => {
    log('one', '{"event":"Stop","at":"2026-01-01","x":1}\n{"hook_event_name":"SessionEnd","timestamp":"2026-01-02"}\n');
    log('one-more', '{"event":"other"}\n');
    expect(source.legacyEvents('one')).toEqual([
      { event: 'Stop', at: '2026-01-01', x: 1 },
      { hook_event_name: 'SessionEnd', timestamp: '2026-01-02', event: 'SessionEnd', at: '2026-01-02' },
    ]);
    expect(source.legacyEvents('on')).toEqual([]);
  });

  test('Fix 1: bad UTF-8 and lines that are no object cost only themselves', () => {
    const lines = [
      Buffer.from('{"event":"a"}\n5\nnull\n[]\n{"event":\n\n{"event":"b","text":"'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('"}\n{"event":"c"'),
    ];
    log('one', Buffer.concat(lines));
    expect(source.legacyEvents('one').map(({ event }) => event)).toEqual(['a', 'b']);
  });

  test('Fix 3: U+2028 and U+0085 inside a line do not split it', () => {
    log('one', `${JSON.stringify({ event: 'a', text: '\u2028 \u0085 \u2029' }).replace('\\u0085', '\u0085')}\n`);
    expect(source.legacyEvents('one')).toMatchObject([{ text: '\u2028 \u0085 \u2029' }]);
  });

  test.each(['../sessions/one', '/etc/passwd', '..', '', 'a/b', 'x\u0000y', 'e'.repeat(300)])(
    'Fix 1: the id %j names no file',
    (id) => {
      file('one.jsonl', '{"event":"secret"}\n');
      expect(source.legacyEvents(id)).toEqual([]);
    },
  );

  test('of a very long log only whole lines of the newest part', () => {
    const line = `${JSON.stringify({ event: 'x', text: 'y'.repeat(1_000) })}\n`;
    log('one', line.repeat(5_000) + '{"event":"last"}\n');
    const events = source.legacyEvents('one');
    expect(events.length).toBeGreaterThan(4_000);
    expect(events.length).toBeLessThan(4_200);
    expect(events.at(-1)?.event).toBe('last');
    expect(events.every(({ event }) => event === 'x' || event === 'last')).toBe(true);
  });
});
