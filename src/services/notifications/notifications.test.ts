import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeSession } from '../../../test/helpers/fake-mission.ts';
import { permission, stuck } from '../../../test/helpers/make-session.ts';
import type { Session } from '../../contract/session.ts';
import type { NotificationRule, Notice, Settings } from '../../contract/settings.ts';
import type { WebPost } from '../../ports/web-post.ts';
import { Feed } from '../feed.ts';
import { Notifications } from './notifications.ts';

const START = Date.parse('2026-01-05T12:00:00Z');
const KEY = fakeSession().key;

/** A clock that is turned by hand, with the timers that hang on it. */
class Time {
  now = START;
  readonly timers = new Map<object, { at: number; work: () => void }>();

  readonly schedule = (delayMs: number, work: () => void): (() => void) => {
    const id = {};
    this.timers.set(id, { at: this.now + delayMs, work });
    return () => this.timers.delete(id);
  };

  pass(seconds: number): void {
    const until = this.now + seconds * 1_000;
    for (;;) {
      const [next] = [...this.timers].sort(([, a], [, b]) => a.at - b.at);
      if (next === undefined || next[1].at > until) break;
      this.timers.delete(next[0]);
      this.now = Math.max(this.now, next[1].at);
      next[1].work();
    }
    this.now = until;
  }
}

const RULE: NotificationRule = {
  id: 'r',
  name: 'All',
  enabled: true,
  about: ['needs_you', 'done', 'error', 'trouble'],
  afterSeconds: 0,
  coolDownSeconds: 0,
  quiet: null,
  unlessFocused: false,
  agents: [],
  projects: [],
  to: ['browser'],
};

let time: Time;
let feed: Feed;
let notices: Notice[];
let posts: WebPost[];
let stored: Map<string, string>;
let settings: Settings;
let notifications: Notifications;
let made = 0;
let problems: string[];
let write: (name: string, body: string) => void;

beforeEach(() => {
  time = new Time();
  notices = [];
  posts = [];
  stored = new Map();
  problems = [];
  write = (name, body) => void stored.set(name, body);
  settings = { notifications: { rules: [RULE], targets: [] }, views: [] };
  watch();
});
afterEach(() => notifications.dispose());

function watch(): void {
  feed = new Feed({
    epoch: 'e',
    snapshot: () => ({
      type: 'snapshot',
      serverTime: 0,
      sessions: [],
      commands: [],
      sources: [],
      index: {} as never,
    }),
  });
  feed.follow(null, ({ event }) => {
    if (event.type === 'notice') notices.push(event.notice);
  });
  notifications = new Notifications({
    clock: () => time.now,
    newId: () => `n${(made += 1)}`,
    zone: () => 'UTC',
    address: () => 'http://127.0.0.1:1',
    feed,
    settings: () => settings,
    store: { setting: (name) => stored.get(name) ?? null, setSetting: (name, body) => write(name, body) },
    post: async (post) => {
      posts.push(post);
      return { outcome: 'answered', status: 200, text: '' };
    },
    healthChanged: () => {},
    onProblem: (problem) => void problems.push(problem.code),
    schedule: time.schedule,
  });
  notifications.start();
}

function rule(parts: Partial<NotificationRule>): void {
  settings = { ...settings, notifications: { ...settings.notifications, rules: [{ ...RULE, ...parts }] } };
  feed.publish({ type: 'settings', settings });
}

function tell(changes: Partial<Omit<Session, 'key'>>): void {
  feed.publish({ type: 'session', session: fakeSession({ lastActivityAt: time.now, ...changes }) });
}

function asks(...ids: string[]): void {
  const requests = ids.map((id) => ({ ...permission({ id, command: `run ${id}` }), openedAt: time.now }));
  tell({ requests, status: status('needs_attention') });
}

function status(value: Session['status']['value'], since = time.now): Session['status'] {
  return { value, since, evidence: { source: 'registry', at: since, detail: '' } };
}

const bodies = (): string[] => notices.map(({ body }) => body);

describe('a request', () => {
  it('is told at once, once', () => {
    asks('r1');
    time.pass(0);
    asks('r1');
    time.pass(3_600);
    expect(notices).toMatchObject([
      {
        about: 'needs_you',
        sessionKey: KEY,
        title: 'ledger needs you',
        body: 'A title: wants to run run r1',
        show: true,
        sound: false,
      },
    ]);
    expect(time.timers.size).toBe(0);
  });

  it('is told under the name that somebody gave the session', () => {
    const request = { ...permission({ id: 'r1', command: 'make' }), openedAt: time.now };
    tell({ marks: { name: 'Release' }, requests: [request], status: status('needs_attention') });
    time.pass(0);
    expect(notices).toMatchObject([{ title: 'Release needs you', body: 'Release: wants to run make' }]);
  });

  it('is not told when it is answered before its time', () => {
    rule({ afterSeconds: 30 });
    asks('r1');
    time.pass(29);
    tell({ status: status('working') });
    time.pass(60);
    expect(notices).toEqual([]);
    expect(time.timers.size).toBe(0);
  });

  it('is told after it has waited, by its own time and not by AMC’s', () => {
    rule({ afterSeconds: 30 });
    asks('r1');
    time.pass(30);
    expect(notices).toHaveLength(1);
  });

  it('comes together with others that wait, and later with none that was told', () => {
    rule({ afterSeconds: 5 });
    asks('r1', 'r2', 'r3');
    time.pass(10);
    expect(bodies()).toEqual(['A title: wants to run run r1 (and 2 more)']);
  });

  it('of the same session is kept for the end of the cool-down', () => {
    rule({ coolDownSeconds: 60 });
    asks('r1');
    time.pass(10);
    asks('r1', 'r2');
    time.pass(49);
    expect(notices).toHaveLength(1);
    time.pass(1);
    expect(bodies()).toEqual(['A title: wants to run run r1', 'A title: wants to run run r2']);
  });

  it('of another session is not held up by it', () => {
    rule({ coolDownSeconds: 60 });
    asks('r1');
    time.pass(1);
    tell({ id: 'other', requests: [{ ...permission({ id: 'r9', command: 'x' }), openedAt: time.now }] });
    time.pass(1);
    expect(notices).toHaveLength(2);
  });

  it('waits for the morning in quiet hours, and is told then if it still waits', () => {
    rule({ quiet: { from: '11:00', to: '13:00' } });
    asks('r1');
    time.pass(3_599);
    expect(notices).toEqual([]);
    time.pass(1);
    expect(notices).toHaveLength(1);
  });

  it('is quiet while it is snoozed, and told again afterwards', () => {
    asks('r1');
    time.pass(1);
    const requests = [{ ...permission({ id: 'r1', command: 'x' }), openedAt: START }];
    tell({ requests, marks: { snoozedUntil: time.now + 600_000 } });
    time.pass(600);
    expect(notices).toHaveLength(1);
    tell({ requests });
    time.pass(1);
    expect(notices).toHaveLength(2);
  });

  it('is not told while it is snoozed before its time', () => {
    rule({ afterSeconds: 30 });
    asks('r1');
    time.pass(10);
    const requests = [{ ...permission({ id: 'r1', command: 'x' }), openedAt: START }];
    tell({ requests, marks: { snoozedUntil: time.now + 600_000 } });
    time.pass(600);
    expect(notices).toEqual([]);
    expect(time.timers.size).toBe(0);
    tell({ requests });
    time.pass(1);
    expect(notices).toHaveLength(1);
  });

  it('is told though that cannot be written down', () => {
    write = () => {
      throw new Error('the disk is full');
    };
    asks('r1');
    time.pass(60);
    expect(notices).toHaveLength(1);
    expect(problems).toEqual(['told_not_written']);
  });

  it('is told to nobody where its rule names nobody, though a later rule would', () => {
    settings = {
      ...settings,
      notifications: {
        targets: [],
        rules: [
          { ...RULE, to: [] },
          { ...RULE, id: 'later' },
        ],
      },
    };
    asks('r1');
    time.pass(60);
    expect(notices).toEqual([]);
  });

  it('follows a rule that is changed while it waits', () => {
    rule({ afterSeconds: 600 });
    asks('r1');
    time.pass(10);
    rule({ afterSeconds: 10 });
    time.pass(1);
    expect(notices).toHaveLength(1);
  });

  it('that makes it stuck is an error', () => {
    rule({ about: ['error'] });
    tell({ requests: [{ ...stuck({ id: 'e1', text: 'rate limit' }), openedAt: time.now }] });
    time.pass(1);
    expect(notices).toMatchObject([
      { about: 'error', title: 'ledger is stuck', body: 'A title: is stuck: rate limit' },
    ]);
  });

  it('goes with its session', () => {
    rule({ afterSeconds: 30 });
    asks('r1');
    feed.publish({ type: 'session_removed', key: KEY });
    expect(time.timers.size).toBe(0);
  });

  it('is not told again by an AMC that was started anew', () => {
    asks('r1');
    time.pass(1);
    notifications.dispose();
    watch();
    asks('r1', 'r2');
    time.pass(1);
    expect(bodies()).toEqual(['A title: wants to run run r1', 'A title: wants to run run r2']);
  });
});

describe('while somebody looks', () => {
  it('nothing is told, and what was seen is not told afterwards', () => {
    rule({ unlessFocused: true });
    notifications.attend('p1', true);
    asks('r1');
    time.pass(1);
    notifications.attend('p1', false);
    time.pass(600);
    expect(notices).toEqual([]);
    asks('r2');
    time.pass(1);
    expect(notices).toHaveLength(1);
  });

  it('a page that says nothing any more counts for a while only', () => {
    rule({ unlessFocused: true, afterSeconds: 91 });
    notifications.attend('p1', true);
    asks('r1');
    time.pass(91);
    expect(notices).toHaveLength(1);
  });

  it('a rule that does not care tells all the same', () => {
    notifications.attend('p1', true);
    asks('r1');
    time.pass(1);
    expect(notices).toHaveLength(1);
  });
});

describe('a turn', () => {
  it('is done when it was seen at work', () => {
    tell({ status: status('idle', START - 60_000) });
    time.pass(1);
    expect(notices).toEqual([]);
    tell({ status: status('working') });
    time.pass(10);
    tell({ status: status('idle') });
    time.pass(1);
    expect(notices).toMatchObject([{ about: 'done', title: 'ledger is done' }]);
  });

  it('of long ago, read at the start, is no news', () => {
    tell({ status: status('working', START - 60_000) });
    tell({ status: status('idle', START - 50_000) });
    time.pass(60);
    expect(notices).toEqual([]);
  });

  it('that goes on is not done', () => {
    rule({ afterSeconds: 5 });
    tell({ status: status('working') });
    tell({ status: status('idle') });
    time.pass(4);
    tell({ status: status('working') });
    time.pass(60);
    expect(notices).toEqual([]);
  });
});

it('a source that fails is told when it stays so; one that is limited is not', () => {
  rule({ afterSeconds: 60 });
  const source = { name: 'codex server', detail: 'does not answer', at: time.now, since: time.now };
  feed.publish({ type: 'sources', sources: [{ ...source, state: 'failed' }] });
  time.pass(59);
  feed.publish({ type: 'sources', sources: [{ ...source, state: 'degraded' }] });
  time.pass(600);
  expect(notices).toEqual([]);
  feed.publish({ type: 'sources', sources: [{ ...source, state: 'failed', since: time.now }] });
  time.pass(60);
  expect(notices).toMatchObject([{ about: 'trouble', body: 'codex server: does not answer' }]);
});

it('a target is sent what the rule names, and only that', async () => {
  const target = { name: 'Hook', type: 'webhook', url: 'http://127.0.0.1:9/a' } as const;
  settings = {
    notifications: {
      rules: [{ ...RULE, to: ['t1', 'sound'] }],
      targets: [
        { ...target, id: 't1' },
        { ...target, id: 't2', name: 'Other' },
      ],
    },
    views: [],
  };
  asks('r1');
  time.pass(1);
  await Promise.resolve();
  expect(posts).toHaveLength(1);
  expect(JSON.parse(posts[0]?.body ?? '')).toMatchObject({
    what: 'wants to run run r1',
    url: `http://127.0.0.1:1/s/${encodeURIComponent(KEY)}`,
  });
  expect(notices).toMatchObject([{ show: false, sound: true }]);
});
