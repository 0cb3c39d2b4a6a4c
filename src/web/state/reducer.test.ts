import { describe, expect, it } from 'vitest';
import type { Command, DeliveryState } from '../../contract/command.ts';
import type { IndexProgress } from '../../contract/history.ts';
import { sessionKey, type Session } from '../../contract/session.ts';
import type { StreamEvent } from '../../contract/stream.ts';
import { emptyBoard, reduce, withCommand } from './reducer.ts';

const evidence = { source: 'registry', at: 0, detail: 'busy' } as const;
const session = (id: string, title = id): Session => ({
  key: sessionKey({ agent: 'claude', id }),
  agent: 'claude',
  id,
  title,
  project: { name: 'p', dir: '/p' },
  status: { value: 'working', since: 0, evidence },
  lastActivityAt: 0,
  prompt: { channel: 'none', reason: 'x' },
  interrupt: { channel: 'none', reason: 'x' },
  offers: [],
  requests: [],
  problems: [],
  conversationRev: 0,
});
const command = (id: string, ...states: DeliveryState[]): Command => ({
  id,
  sessionKey: sessionKey({ agent: 'claude', id: 's' }),
  action: { type: 'interrupt' },
  createdAt: Number.parseInt(id, 36),
  delivery: { state: states.at(-1) ?? 'queued', steps: states.map((state) => ({ state, at: 0 })) },
});
const progress = (read: number): IndexProgress => ({
  state: 'indexing',
  files: { known: 5, read },
  bytes: { known: 50, read: 10 * read },
  etaMs: null,
  unreadable: 0,
  problem: null,
});
const snapshot = (sessions: Session[]): StreamEvent => ({
  type: 'snapshot',
  serverTime: 5_000,
  sessions,
  commands: [command('c', 'queued')],
  sources: [],
  index: progress(1),
});

describe('reduce', () => {
  it('knows nothing before the first snapshot', () => {
    expect(emptyBoard.loaded).toBe(false);
    expect(reduce(emptyBoard, { type: 'session', session: session('a') }, 0).loaded).toBe(false);
  });

  it('takes a snapshot as the whole truth, and its clock', () => {
    const before = reduce(emptyBoard, snapshot([session('a'), session('b')]), 1_000);
    const after = reduce(before, snapshot([session('b', 'new')]), 5_500);
    expect([...after.sessions.values()].map(({ title }) => title)).toEqual(['new']);
    expect(before.skewMs).toBe(4_000);
    expect(after.skewMs).toBe(-500);
  });

  it('replaces one session and leaves the others the same objects', () => {
    const before = reduce(emptyBoard, snapshot([session('a'), session('b')]), 0);
    const after = reduce(before, { type: 'session', session: session('b', 'changed') }, 0);
    expect(after.sessions.get(sessionKey({ agent: 'claude', id: 'a' }))).toBe(
      before.sessions.get(sessionKey({ agent: 'claude', id: 'a' })),
    );
    expect(after.sessions.get(sessionKey({ agent: 'claude', id: 'b' }))?.title).toBe('changed');
    expect(before.sessions.get(sessionKey({ agent: 'claude', id: 'b' }))?.title).toBe('b');
  });

  it('forgets a removed session; an unknown one changes nothing', () => {
    const before = reduce(emptyBoard, snapshot([session('a')]), 0);
    expect(
      reduce(before, { type: 'session_removed', key: sessionKey({ agent: 'claude', id: 'a' }) }, 0).sessions.size,
    ).toBe(0);
    expect(reduce(before, { type: 'session_removed', key: sessionKey({ agent: 'codex', id: 'a' }) }, 0)).toBe(before);
  });

  it('follows the index', () => {
    const before = reduce(emptyBoard, snapshot([]), 0);
    expect([emptyBoard.index, before.index?.files.read]).toEqual([null, 1]);
    expect(reduce(before, { type: 'index', progress: progress(4) }, 0).index?.files.read).toBe(4);
  });

  it('survives keys that are names of things', () => {
    const board = reduce(emptyBoard, snapshot([session('__proto__'), session('constructor')]), 0);
    expect(board.sessions.size).toBe(2);
  });
});

describe('withCommand', () => {
  it('never goes back: a reply that comes after the stream is old news', () => {
    const ahead = withCommand(emptyBoard, command('k', 'queued', 'delivering', 'confirmed'));
    expect(withCommand(ahead, command('k', 'queued'))).toBe(ahead);
    expect(reduce(ahead, { type: 'command', command: command('k', 'queued', 'delivering') }, 0)).toBe(ahead);
  });

  it('keeps the newest few hundred', () => {
    let board = emptyBoard;
    for (let index = 0; index < 450; index += 1) board = withCommand(board, command(index.toString(36), 'queued'));
    expect(board.commands.size).toBe(400);
    expect(board.commands.has('0')).toBe(false);
  });
});
