import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeSession } from '../../../test/helpers/fake-mission.ts';
import { HistoryRig, NOW } from '../../../test/helpers/history-rig.ts';
import { makeDetail, READY } from '../../../test/helpers/make-history.ts';
import { plainLines, said } from '../../../test/helpers/plain-format.ts';
import type { ConversationItem } from '../../contract/conversation.ts';
import { sessionKey } from '../../contract/session.ts';

let rig: HistoryRig;
beforeEach(() => {
  rig = new HistoryRig();
});
afterEach(() => rig.dispose());

const KEY = 'claude:s1';
const detail = makeDetail({ id: 's1' });
const texts = (items: readonly ConversationItem[]): string[] =>
  items.map((item) => ('text' in item ? item.text : item.kind));
const kept = (...names: string[]): ConversationItem[] =>
  names.map((text, index) => ({ kind: 'prompt', id: text, offset: index * 10, text, images: 0 }));
const page = (query: object = {}) => rig.history.conversation(KEY, { limit: 100, ...query });

describe('which file a conversation is read from', () => {
  it('a live session: the one its adapter names, before the index knows it', async () => {
    rig.board.set(KEY, fakeSession({ id: 's1' }));
    rig.transcripts.set('s1', rig.write('live.jsonl', plainLines(said.prompt('fresh'))));
    expect(await page()).toMatchObject({ items: [{ text: 'fresh' }], source: 'file', branches: [] });
    rig.index.put(detail, { path: rig.write('old.jsonl', plainLines(said.prompt('old'))) });
    expect(texts((await page()).items)).toEqual(['fresh']);
  });

  it('one that has ended: the newest the index knows; its adapter is not asked', async () => {
    rig.transcripts.set('s1', rig.write('wrong.jsonl', plainLines(said.prompt('wrong'))));
    rig.index.put(
      detail,
      { path: join(rig.folder, 'moved.jsonl'), state: 'gone', items: kept('kept') },
      { path: rig.write('new.jsonl', plainLines(said.prompt('new'))) },
      { path: rig.write('before.jsonl', plainLines(said.prompt('before'))), state: 'superseded' },
    );
    expect(texts((await page()).items)).toEqual(['new']);
  });

  it('a file that is gone: what the index kept, by the same cursors', async () => {
    const path = rig.write('gone.jsonl', plainLines(said.prompt('x')));
    const branches = [
      { id: 0, from: 0, to: 20, forkedAt: null, live: true },
      { id: 1, from: 20, to: null, forkedAt: 10, live: true },
    ];
    rig.index.put(detail, { path, items: kept('a', 'b', 'c', 'd'), branches });
    rmSync(path);
    const newest = await page({ limit: 2 });
    expect([texts(newest.items), newest.source, newest.before]).toEqual([['c', 'd'], 'index', 20]);
    expect(texts((await page({ before: 20 })).items)).toEqual(['a', '1 message was rewound.']);
    expect(texts((await page({ after: 20 })).items)).toEqual(['c', 'd']);
    expect(texts((await page({ branches: 'all' })).items)).toEqual(['a', 'b', 'c', 'd']);
    expect(texts((await page({ around: 10, limit: 2 })).items)).toEqual(['a', 'b']);
  });

  it('a subagent: its own file, by its id', async () => {
    rig.index.put(detail, { path: rig.write('main.jsonl', plainLines(said.prompt('main'))) });
    rig.index.putFile(KEY, { path: rig.write('sub.jsonl', plainLines(said.prompt('sub'))), agentId: 'a1' });
    rig.index.putFile('claude:a2', { path: rig.write('own.jsonl', plainLines(said.prompt('a session of its own'))) });
    expect(texts((await page({ agentId: 'a1' })).items)).toEqual(['sub']);
    expect(texts((await page({ agentId: 'a2' })).items)).toEqual(['a session of its own']);
    expect(await page({ agentId: 'a3' })).toMatchObject({ items: [], source: 'none' });
  });

  it('a file that is there but cannot be read: what the index holds, and why; without that, an error', async () => {
    const path = join(rig.folder, 'loop.jsonl');
    symlinkSync(path, path);
    rig.index.put(detail, { path, items: kept('a') });
    expect(await page()).toMatchObject({
      items: [{ text: 'a' }],
      source: 'file',
      problems: [expect.stringContaining('ELOOP')],
    });
    rig.board.set('claude:s2', fakeSession({ id: 's2' }));
    rig.transcripts.set('s2', path);
    await expect(rig.history.conversation('claude:s2', { limit: 5 })).rejects.toMatchObject({
      fault: 'environment',
      code: 'transcript_unreadable',
    });
  });

  it('none: nothing yet of a live session, unknown for all others', async () => {
    rig.board.set(KEY, fakeSession({ id: 's1' }));
    expect(await page()).toEqual({ items: [], before: null, after: 0, problems: [], branches: [], source: 'none' });
    for (const key of ['claude:nobody', 'codex:nobody', 'other:x', 'claude', ':', 'claude:'])
      await expect(rig.history.conversation(key, { limit: 5 })).rejects.toMatchObject({ code: 'session_unknown' });
  });
});

describe('a conversation that was rewound', () => {
  const lines = ['a', 'x', 'b'].map((text) => plainLines(said.prompt(text)));
  const [from, to] = [lines[0]?.length ?? 0, (lines[0]?.length ?? 0) + (lines[1]?.length ?? 0)];
  const branches = [
    { id: 0, from: 0, to, forkedAt: null, live: true },
    { id: 1, from: to, to: null, forkedAt: from, live: true },
  ];

  it('shows the live branch; a page around something rewound shows that', async () => {
    rig.index.put(detail, { path: rig.write('r.jsonl', lines.join('')), branches });
    expect(await page()).toMatchObject({ items: [{}, { note: 'rewound', offset: from }, {}], branches });
    expect(texts((await page({ around: from })).items)).toEqual(['a', 'x', 'b']);
  });

  it('is whole when the file is not the one any more that was indexed', async () => {
    rig.index.put(detail, { path: rig.write('r.jsonl', plainLines(said.prompt('another'))), branches });
    expect(texts((await page()).items)).toEqual(['another']);
  });
});

it('a live conversation that just went on in another file goes on, before the index knows that file', async () => {
  const first = plainLines(said.prompt('kept'), said.prompt('taken back'));
  const end = plainLines(said.prompt('kept')).length;
  rig.index.put(detail, { path: rig.write('first.jsonl', first), size: first.length });
  rig.board.set(KEY, fakeSession({ id: 's1' }));
  const second = plainLines({ base: { sessionId: 's1', end } }, said.prompt('another way'));
  rig.transcripts.set('s1', rig.write('second.jsonl', second));
  expect(texts((await page()).items)).toEqual(['kept', '1 message was rewound.', 'another way']);
  expect((await page({ after: first.length })).items).toMatchObject([{ text: 'another way' }]);
});

describe('one record', () => {
  const long = 'x'.repeat(500);

  it('is whole, with its raw text and its views', async () => {
    const view = { type: 'shell', command: 'ls' };
    const text = plainLines(said.prompt('go'), said.call('c', 'Bash', 'ls', { view }), said.result('c', long));
    rig.index.put(detail, { path: rig.write('f.jsonl', text) });
    const [, call, result] = (await page()).items;
    expect(result).toMatchObject({ cut: 400 });
    const whole = await rig.history.record({ key: KEY, offset: result?.offset ?? 0 });
    expect(whole).toMatchObject({ items: [{ output: long }], raw: JSON.stringify(said.result('c', long)) });
    expect(await rig.history.record({ key: KEY, offset: call?.offset ?? 0 })).toMatchObject({ items: [{ view }] });
  });

  it('is refused where none begins, and comes from the index when the file is gone', async () => {
    const path = rig.write('f.jsonl', plainLines(said.prompt('go')));
    rig.index.put(detail, { path, items: kept('a', 'b') });
    for (const offset of [3, 9_999])
      await expect(rig.history.record({ key: KEY, offset })).rejects.toMatchObject({ code: 'record_not_found' });
    rmSync(path);
    expect(await rig.history.record({ key: KEY, offset: 10 })).toMatchObject({ items: [{ text: 'b' }], raw: null });
    await expect(rig.history.record({ key: KEY, offset: 5 })).rejects.toMatchObject({ code: 'record_not_found' });
  });

  it('of many megabytes is cut, and says where the rest is', async () => {
    rig.index.put(detail, { path: rig.write('f.jsonl', plainLines(said.prompt('y'.repeat(6_000_000)))) });
    const { raw, items } = await rig.history.record({ key: KEY, offset: 0 });
    expect([raw?.slice(5_000_000), items]).toMatchObject([expect.stringContaining('f.jsonl'), [{ kind: 'prompt' }]]);
  });
});

describe('what is known of a session', () => {
  it('that is only in the index: it has ended', () => {
    rig.index.put(makeDetail({ id: 's1', lastAt: 77, models: ['a', 'b'] }));
    expect(rig.history.endedSession(KEY)).toMatchObject({
      key: KEY,
      model: 'b',
      status: { value: 'ended', since: 77, evidence: { source: 'transcript', at: 77, detail: 'its newest record' } },
      prompt: { channel: 'none', reason: 'it has ended' },
      requests: [],
    });
    expect(rig.history.entry(KEY)).toMatchObject({ key: KEY });
    expect(rig.history.endedSession('claude:nobody')).toBe(null);
    expect(() => rig.history.entry('claude:nobody')).toThrow(expect.objectContaining({ code: 'session_unknown' }));
  });

  it('with the sessions before and after it that only hooks tell of, each once', () => {
    const link = { type: 'cleared_from' as const, key: sessionKey({ agent: 'claude', id: 's0' }) };
    rig.index.put(makeDetail({ id: 's1', linkedFrom: [{ ...link, type: 'forked_from' }] }));
    rig.clears = { from: { agent: 'claude', id: 's0' }, into: [{ agent: 'claude', id: 's0' }] };
    expect(rig.history.entry(KEY)).toMatchObject({
      links: [link],
      linkedFrom: [{ ...link, type: 'forked_from' }, link],
    });
    rig.index.put(makeDetail({ id: 's1', links: [link] }));
    expect(rig.history.entry(KEY).links).toEqual([link]);
  });

  it('its timeline: spans of the transcript and waits of the hooks; what is open goes on only while it lives', () => {
    rig.index.put(makeDetail({ id: 's1', lastAt: 1_000 }));
    rig.index.putSpans(KEY, [{ kind: 'tool', from: 100, to: 400, label: 'Bash' }]);
    rig.marks = [
      { at: 150, scope: 'main', mark: 'asked', label: 'Bash' },
      { at: 250, scope: 'main', mark: 'answered' },
      { at: 600, scope: 'main', mark: 'asked', label: 'Edit' },
    ];
    expect(rig.history.timeline(KEY).totals).toEqual({ model: 0, tool: 200, waiting_for_you: 500, idle: 0 });
    rig.board.set(KEY, fakeSession({ id: 's1' }));
    const live = rig.history.timeline(KEY);
    expect([live.spans.at(-1), live.totals.waiting_for_you]).toEqual([
      { kind: 'waiting_for_you', from: 600, to: null, label: 'Edit' },
      100 + NOW - 600,
    ]);
    expect(() => rig.history.timeline('claude:nobody')).toThrow(expect.objectContaining({ code: 'session_unknown' }));
  });
});

describe('the index', () => {
  it('a rebuild is answered when it has begun; one that fails at once is told', async () => {
    let finish = (): void => {};
    rig.index.onRebuild = () => {
      rig.index.setProgress({ ...READY, state: 'listing' });
      return new Promise((resolve) => {
        finish = resolve;
      });
    };
    expect(await rig.history.rebuild()).toMatchObject({ state: 'listing' });
    finish();
    rig.index.onRebuild = () => Promise.reject(new Error('no room'));
    await expect(rig.history.rebuild()).rejects.toThrow('no room');
  });

  it('forgets what is kept of all, or of one that it knows', async () => {
    rig.index.put(detail);
    await rig.history.forgetDeleted(null);
    await rig.history.forgetDeleted(KEY);
    expect(rig.index.forgotten).toEqual([null, KEY]);
    await expect(rig.history.forgetDeleted('claude:nobody')).rejects.toMatchObject({ code: 'session_unknown' });
  });

  it('adds to usage how long was waited for permissions, by the hooks, of what was asked about', async () => {
    const day = '2026-01-02';
    const request = { by: ['day'] as const, from: null, to: null, timeZone: 'UTC' };
    const waited = async (more: object = {}) => (await rig.history.usage({ ...request, ...more })).waited;
    rig.index.put(detail);
    rig.index.putSpans(KEY, [{ kind: 'tool', from: NOW, to: NOW + 3_000, label: 'Bash' }]);
    rig.waiting = [{ ref: { agent: 'claude', id: 's1' }, newest: 1 }];
    // It was left with Escape, which no hook tells: the tool's end does.
    rig.marks = [
      { at: NOW + 1_000, scope: 'main', mark: 'asked' },
      { at: NOW + 60_000, scope: 'main', mark: 'answered' },
    ];
    expect(await waited()).toEqual([{ day, ms: 2_000 }]);
    expect(await waited({ sessionKey: KEY })).toEqual([{ day, ms: 2_000 }]);
    expect(await waited({ project: 'ledger' })).toEqual([{ day, ms: 2_000 }]);
    expect(await waited({ sessionKey: 'claude:s2' })).toEqual([]);
    expect(await waited({ from: NOW + 2_500 })).toEqual([{ day, ms: 500 }]);
    rig.marks = [];
    expect(await waited()).toEqual([{ day, ms: 2_000 }]);
    rig.waiting = [{ ref: { agent: 'claude', id: 's1' }, newest: 2 }];
    expect(await waited()).toEqual([]);
  });

  it('refuses a time zone that there is not', async () => {
    const request = { by: ['day'] as const, from: null, to: null, timeZone: 'Mars/Olympus' };
    await expect(rig.history.usage(request)).rejects.toMatchObject({ code: 'time_zone_invalid' });
    await rig.history.usage({ ...request, timeZone: 'Europe/Berlin' });
    expect(rig.index.usageAsked).toMatchObject({ timeZone: 'Europe/Berlin' });
  });
});
