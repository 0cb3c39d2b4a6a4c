import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cleanUpLegacy, type CleanUp, type LegacyJanitorOptions } from './legacy-janitor.ts';

const NOW = Date.UTC(2026, 0, 2, 12);
const HOUR = 3_600_000;

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'amc-j-'));
  mkdirSync(join(dataDir, 'sessions'));
  mkdirSync(join(dataDir, 'events'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function clean(options: Partial<LegacyJanitorOptions> = {}): Promise<CleanUp> {
  return cleanUpLegacy({
    dataDir,
    clock: () => NOW,
    liveZellijSessions: async () => null,
    knownSessionIds: () => new Set(),
    ...options,
  });
}

function session(id: string, { status = 'starting', zellij = 'main', ageMs = 0 } = {}): string {
  const text = JSON.stringify({
    session_id: id,
    status,
    zellij_session: zellij,
    last_event_at: new Date(NOW - ageMs).toISOString(),
  });
  return put(join(dataDir, 'sessions', `${id}.json`), text, ageMs);
}

function log(id: string, ageMs: number): string {
  return put(join(dataDir, 'events', `${id}.jsonl`), '{}\n', ageMs);
}

function put(path: string, text: string, ageMs: number): string {
  writeFileSync(path, text);
  utimesSync(path, (NOW - ageMs) / 1000, (NOW - ageMs) / 1000);
  return path;
}

function names(removed: CleanUp): { sessions: string[]; events: string[] } {
  return {
    sessions: removed.sessions.map((path) => basename(path)),
    events: removed.events.map((path) => basename(path)),
  };
}

describe('the original’s clean-up', () => {
  test('a log without a session goes after 24 hours, not before', async () => {
    const young = log('young', 23 * HOUR);
    const old = log('old', 25 * HOUR);
    expect(names(await clean())).toEqual({ sessions: [], events: ['old.jsonl'] });
    expect([existsSync(young), existsSync(old)]).toEqual([true, false]);
  });

  test('a log of a session that has a file, by name or by content, or that AMC knows, stays', async () => {
    for (const id of ['mine', 'inside', 'known', 'broken']) log(id, 100 * HOUR);
    session('mine', { status: 'done' });
    put(join(dataDir, 'sessions', 'other-name.json'), '{"session_id":"inside","status":"done"}', 0);
    put(join(dataDir, 'sessions', 'broken.json'), '{', 0);
    expect(names(await clean({ knownSessionIds: () => new Set(['known']) }))).toEqual({ sessions: [], events: [] });
  });

  test('a session that is starting goes after an hour; any other stays', async () => {
    session('fresh', { ageMs: HOUR / 2 });
    session('stuck', { ageMs: 2 * HOUR });
    for (const status of ['active', 'needs_attention', 'done']) session(status, { status, ageMs: 1_000 * HOUR });
    expect(names(await clean())).toEqual({ sessions: ['stuck.json'], events: [] });
  });

  test('a session that is starting goes when its multiplexer session is gone', async () => {
    session('gone', { zellij: 'left' });
    session('there', { zellij: 'main' });
    session('nowhere', { zellij: '' });
    session('active-gone', { zellij: 'left', status: 'active' });
    expect(names(await clean({ liveZellijSessions: async () => new Set(['main']) }))).toEqual({
      sessions: ['gone.json'],
      events: [],
    });
  });

  test('when the multiplexer cannot be asked nobody is gone', async () => {
    session('gone', { zellij: 'left' });
    expect(names(await clean({ liveZellijSessions: async () => null }))).toEqual({ sessions: [], events: [] });
  });

  test('Fix 10: the multiplexer is asked about sessions that live; one that only EXITED is not among them', async () => {
    session('exited', { zellij: 'exited' });
    expect(names(await clean({ liveZellijSessions: async () => new Set() }))).toEqual({
      sessions: ['exited.json'],
      events: [],
    });
  });

  test('a file that is written while the multiplexer is asked stays', async () => {
    const path = session('stuck', { ageMs: 2 * HOUR });
    const liveZellijSessions = async (): Promise<null> => {
      put(path, '{"session_id":"stuck","status":"active"}', 0);
      return null;
    };
    expect(names(await clean({ liveZellijSessions }))).toEqual({ sessions: [], events: [] });
    expect(existsSync(path)).toBe(true);
  });

  test('links are left alone, and so is what is no log', async () => {
    const outside = put(join(dataDir, 'outside.jsonl'), 'mine', 1_000 * HOUR);
    symlinkSync(outside, join(dataDir, 'events', 'link.jsonl'));
    put(join(dataDir, 'events', 'notes.txt'), 'mine', 1_000 * HOUR);
    expect(names(await clean())).toEqual({ sessions: [], events: [] });
    expect(existsSync(join(dataDir, 'events', 'link.jsonl'))).toBe(true);
  });

  test('folders that are not there are nothing to clean', async () => {
    rmSync(join(dataDir, 'events'), { recursive: true });
    rmSync(join(dataDir, 'sessions'), { recursive: true });
    expect(names(await clean())).toEqual({ sessions: [], events: [] });
  });
});
