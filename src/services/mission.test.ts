import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeIndex } from '../../test/helpers/fake-index.ts';
import { makeDetail, READY } from '../../test/helpers/make-history.ts';
import { plainFormat } from '../../test/helpers/plain-format.ts';
import { until } from '../../test/helpers/wait.ts';
import type { StreamEvent } from '../contract/stream.ts';
import type { AgentAdapter } from '../ports/agent.ts';
import type { ProcessTable } from '../ports/process-table.ts';
import type { StateStore } from '../ports/state-store.ts';
import { createPageReader } from '../ingest/page-reader.ts';
import { Mission } from './mission.ts';
import { PaneLocator } from './pane-locator.ts';
import { Typist } from './typist.ts';

const NOW = Date.UTC(2026, 0, 2, 12);
const ref = { agent: 'claude', id: 's1' } as const;
const KEY = 'claude:s1';
const noProcesses: ProcessTable = {
  get: async () => null,
  environ: async () => ({}),
  cwd: async () => null,
  argv: async () => [],
  list: async () => [],
  ancestors: async () => [],
  openFiles: async () => [],
};

let index: FakeIndex;
let mission: Mission;
let asked: string[];
beforeEach(() => {
  index = new FakeIndex();
  asked = [];
  const adapter: AgentAdapter = {
    agent: 'claude',
    start: async () => {},
    reconcile: async () => {},
    transcriptOf: async ({ id }) => {
      asked.push(id);
      if (id === 'broken') throw new Error('cannot look');
      return `/transcripts/${id}.jsonl`;
    },
    offers: () => [],
    path: () => ({ channel: 'none', reason: 'a test' }),
    deliver: async () => ({ state: 'failed', reason: { code: 'test', message: 'a test' } }),
    health: () => [],
    dispose: async () => {},
  };
  const locator = new PaneLocator({ processes: noProcesses, terminals: [] });
  mission = new Mission({
    clock: () => NOW,
    newId: () => 'id',
    epoch: 'e',
    version: '0',
    pid: 1,
    dataDir: '/nowhere',
    store: newStore(),
    adapters: {
      agents: new Map([['claude', adapter]]),
      planners: new Map(),
      formats: new Map([['claude', plainFormat]]),
    },
    index,
    pages: createPageReader(),
    traces: { waitMarks: () => [], waiting: () => [], clears: () => ({ from: null, into: [] }) },
    locator,
    typist: new Typist({ locator, processes: noProcesses, planners: new Map() }),
    attachments: { keep: async () => ({ path: '/nowhere', bytes: 0 }), fault: async () => null },
    compat: { events: () => [], messages: async () => [] },
    setup: { look: () => Promise.reject(new Error('a test')), changeHooks: () => Promise.reject(new Error('a test')) },
    address: () => null,
    post: async () => ({ outcome: 'not_reached', reason: 'a test' }),
    run: async () => ({ outcome: 'not_started', code: 'ENOENT' }),
    otherSources: () => [],
    onProblem: () => {},
  });
});
afterEach(() => mission.dispose());

function newStore(): StateStore {
  return {
    addHookEvents: () => [],
    hookEvents: () => [],
    hookEventsSince: () => [],
    findHookEvents: () => [],
    sessionsWithHookEvent: () => [],
    saveCommand: () => {},
    commandByKey: () => null,
    addAudit: () => {},
    audit: () => ({ entries: [] }),
    recentCommands: () => [],
    setDismissed: () => {},
    dismissed: () => new Map(),
    setMarks: () => {},
    marks: () => new Map(),
    setting: () => null,
    setSetting: () => {},
  };
}

const fact = { session: ref, source: 'transcript', at: NOW } as const;

describe('the mission and its index', () => {
  it('a session that is only in the index has ended; one on the board is what the board says, hidden or not', () => {
    index.put(makeDetail({ id: 's1' }));
    expect(mission.session(KEY)?.status).toMatchObject({ value: 'ended', evidence: { source: 'transcript' } });
    expect(mission.sessions()).toEqual([]);
    mission.observe({ ...fact, type: 'activity', activity: 'working', detail: 'it works' });
    expect(mission.session(KEY)?.status.value).toBe('working');
    mission.dismiss(KEY);
    expect([mission.sessions(), mission.session(KEY)?.status.value]).toEqual([[], 'working']);
    expect(mission.session('claude:nobody')).toBe(null);
  });

  it('tells how far the index is: in the snapshot, and every change of it', () => {
    const events: StreamEvent[] = [];
    const unfollow = mission.feed.follow(null, ({ event }) => events.push(event));
    index.setProgress({ ...READY, state: 'indexing' });
    unfollow();
    expect(events).toMatchObject([
      { type: 'snapshot', index: { state: 'ready' } },
      { type: 'index', progress: { state: 'indexing' } },
    ]);
  });

  it('hints to the index which file was written to: once for a burst, and not at all where none can be found', async () => {
    mission.observe({ ...fact, type: 'activity', activity: 'working', detail: 'it works' });
    for (let count = 0; count < 50; count += 1) mission.observe({ ...fact, type: 'conversation_changed' });
    mission.observe({ ...fact, session: { ...ref, id: 'broken' }, type: 'conversation_changed' });
    mission.observe({ ...fact, session: { ...ref, id: 's2' }, type: 'conversation_changed' });
    await until('both hints', () => index.hinted.length === 2);
    expect([index.hinted, asked]).toEqual([
      ['/transcripts/s1.jsonl', '/transcripts/s2.jsonl'],
      ['s1', 'broken', 's2'],
    ]);
  });
});

describe('what people put on a session', () => {
  const work = (id: string): void =>
    mission.observe({ ...fact, session: { ...ref, id }, type: 'activity', activity: 'working', detail: 'it works' });
  /** What is told while `act` runs, by its end. */
  const toldBy = (act: () => void): StreamEvent[] => {
    mission.sessions();
    const events: StreamEvent[] = [];
    const unfollow = mission.feed.follow(null, ({ event }) => events.push(event));
    act();
    mission.sessions();
    unfollow();
    return events.slice(1);
  };

  it('is told to everybody, with the session', () => {
    work('s1');
    expect(toldBy(() => mission.mark(KEY, { name: 'Mine', pinned: true, snoozedUntil: NOW + 1_000 }))).toMatchObject([
      { type: 'session', session: { key: KEY, marks: { name: 'Mine', pinned: true, snoozedUntil: NOW + 1_000 } } },
    ]);
    expect(toldBy(() => mission.mark(KEY, { name: 'Mine' }))).toEqual([]);
    expect(() => mission.mark('claude:nobody', { pinned: true })).toThrow(/no session/);
  });

  it('a request that is opened ends a snooze, in the same breath', () => {
    work('s1');
    mission.mark(KEY, { snoozedUntil: NOW + 1_000 });
    const request = { id: 'r', kind: 'prose_question', openedAt: NOW, text: '?' } as const;
    const [told] = toldBy(() => mission.observe({ ...fact, type: 'request_opened', request }));
    expect(told).toMatchObject({ type: 'session', session: { requests: [{ id: 'r' }] } });
    expect(told).not.toHaveProperty('session.marks');
  });

  it('what is put out of sight comes back when that is taken back', () => {
    work('s1');
    expect(toldBy(() => mission.mark(KEY, { dismissed: true }))).toEqual([{ type: 'session_removed', key: KEY }]);
    expect(mission.sessions()).toEqual([]);
    expect(toldBy(() => mission.mark(KEY, { dismissed: false }))).toMatchObject([
      { type: 'session', session: { key: KEY } },
    ]);
    expect(mission.sessions()).toHaveLength(1);
  });
});
