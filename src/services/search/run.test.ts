import { fc } from '../../../test/helpers/property.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SearchHit } from '../../contract/search.ts';
import type { HistoryStore } from '../../ports/history-store.ts';
import type { SearchRequest } from '../../ports/transcript-index.ts';
import { makeIndex, type MadeIndex, type MadeItem } from '../../../test/helpers/made-index.ts';
import { runSearch, type SearchFindings } from './run.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22, 12);

let index: MadeIndex;
beforeEach(async () => {
  index = await makeIndex();
});
afterEach(() => index.dispose());

const prompt = (text: string, at = NOW - DAY): MadeItem => ({ kind: 'prompt', at, text, images: 0 });
const reply = (text: string, at = NOW - DAY): MadeItem => ({ kind: 'reply', at, text });
const call = (tool: string, input: string, callId = 'c1'): MadeItem => ({
  kind: 'tool_call',
  at: NOW - DAY,
  callId,
  tool,
  input,
  summary: input,
});
const result = (output: string, { ok = true, callId = 'c1' } = {}): MadeItem => ({
  kind: 'tool_result',
  at: NOW - DAY,
  callId,
  ok,
  output,
});

function ask(query: string, request: Partial<SearchRequest> = {}, store: HistoryStore = index.store): SearchFindings {
  return runSearch({ store, request: { query, cursor: null, limit: 20, budgetMs: 5000, ...request }, now: NOW });
}

const placesOf = (hits: readonly SearchHit[]): string[] => hits.map(({ itemId }) => itemId);
const found = (query: string): string[] => placesOf(ask(query).hits).sort();

/** All pages of a search. */
function askAll(query: string, limit: number, request: Partial<SearchRequest> = {}): SearchFindings[] {
  const pages = [ask(query, { limit, ...request })];
  for (let next = pages[0]?.next ?? null; next !== null;) {
    const page = ask(query, { limit, ...request, cursor: next });
    pages.push(page);
    next = page.next;
  }
  return pages;
}

describe('a hit', () => {
  it('says where it is and shows why', () => {
    const facts = { title: { text: 'Ledger bug', rank: 3 as const }, cwd: '/home/mara/code/ledger' };
    index.add({ session: 's1', facts }, [prompt('hello'), call('Bash', 'npm test -- ledger'), result('ok')]);
    const { hits, next, exhausted } = ask('LEDGER');
    expect(hits).toEqual([
      {
        session: 'claude:s1',
        agent: 'claude',
        title: 'Ledger bug',
        project: 'ledger',
        itemId: 's1-2',
        offset: 100,
        at: NOW - DAY,
        role: 'tool',
        tool: 'Bash',
        snippet: { text: 'npm test -- ledger', marks: [[12, 18]] },
        sourceDeleted: false,
      },
    ]);
    expect([next, exhausted]).toEqual([null, true]);
  });

  it('of a subagent says whose', () => {
    index.add({ session: 's1', agentId: 'a7' }, [reply('needle')]);
    expect(ask('needle').hits[0]).toMatchObject({ session: 'claude:s1', agentId: 'a7' });
  });
});

describe('a message that a fork repeats', () => {
  const copied = { ...reply('needle'), id: 'uuid-1' };
  const sessionsOf = (reply: SearchFindings) => reply.hits.map(({ session }) => session).sort();
  const fork = (session: string) => ({
    session,
    facts: { links: [{ type: 'forked_from' as const, sessionId: 'origin' }] },
  });

  it('is told once, where it was written; in the fork when that was asked for', () => {
    index.add(fork('fork-1'), [copied, reply('needle of its own')]);
    index.add({ session: 'origin' }, [copied]);
    index.add(fork('fork-2'), [copied]);
    expect(sessionsOf(ask('needle'))).toEqual(['claude:fork-1', 'claude:origin']);
    expect(sessionsOf(ask('needle session:fork-2'))).toEqual(['claude:fork-2']);
  });

  it('is told once a page when its sessions lie far apart', () => {
    index.add({ session: 'origin' }, [{ ...copied, at: NOW - 300 * DAY }]);
    for (let n = 0; n < 40; n += 1) index.add({ session: `s${n}` }, [prompt(`needle ${n}`, NOW - (100 - n) * DAY)]);
    index.add(fork('fork'), [{ ...copied, at: NOW - 300 * DAY }, reply('needle now', NOW)]);
    const { hits } = ask('needle', { limit: 100 });
    expect([hits.length, hits.filter(({ itemId }) => itemId === 'uuid-1').length]).toEqual([42, 1]);
  });

  it('is not one that stands at the same place of another file, or was said again', () => {
    index.add({ session: 's1' }, [{ ...reply('needle'), id: 'o0' }]);
    index.add({ session: 's2' }, [{ ...reply('needle', NOW), id: 'o0' }]);
    index.add({ session: 's3' }, [{ ...reply('another needle'), id: 'o0' }]);
    index.add({ session: 's4', agent: 'codex' }, [{ ...reply('needle'), id: 'o0' }]);
    expect(ask('needle').hits).toHaveLength(4);
  });
});

describe('filters', () => {
  beforeEach(() => {
    index.add(
      {
        session: 's1',
        facts: {
          cwd: '/code/ledger',
          branches: ['main', 'fix'],
          models: ['claude-opus-4-1'],
          files: [{ path: '/code/ledger/src/sum.ts', reads: 1, edits: 0 }],
        },
      },
      [prompt('needle'), call('Bash', 'needle'), result('needle', { ok: false }), reply('needle', NOW - 10 * DAY)],
    );
    index.add({ session: 's2', agent: 'codex', facts: { cwd: '/code/other', models: ['gpt-5'] } }, [
      reply('needle'),
      call('Edit', 'needle', 'c2'),
      result('needle', { callId: 'c2' }),
    ]);
  });

  it.each([
    ['agent:codex', ['s2-1', 's2-2', 's2-3']],
    ['needle agent:claude role:prompt', ['s1-1']],
    ['needle -agent:claude role:output', ['s2-3']],
    ['needle project:LEDGER role:reply', ['s1-4']],
    ['needle -project:ledger', ['s2-1', 's2-2', 's2-3']],
    ['needle model:opus role:prompt', ['s1-1']],
    ['needle -model:opus role:reply', ['s2-1']],
    ['needle branch:main role:prompt', ['s1-1']],
    ['needle branch:nope', []],
    ['needle file:src/sum role:prompt', ['s1-1']],
    ['needle tool:bash', ['s1-2', 's1-3']],
    ['needle -tool:bash -agent:codex', ['s1-1', 's1-4']],
    ['needle has:error', ['s1-3']],
    ['needle before:5d', ['s1-4']],
    ['needle after:5d role:reply', ['s2-1']],
    ['needle (role:prompt OR tool:edit)', ['s1-1', 's2-2', 's2-3']],
    ['role:prompt OR has:error', ['s1-1', 's1-3']],
    ['session:s2', ['s2-1', 's2-2', 's2-3']],
    ['session:claude:s1 role:prompt', ['s1-1']],
    ['session:codex: role:reply', ['s2-1']],
    ['session:s role:reply', ['s1-4', 's2-1']],
    ['role:prompt role:reply', []],
    ['project:code project:other role:reply', ['s2-1']],
    ['needle in:deleted', []],
  ])('%s', (query, expected) => {
    expect(found(query)).toEqual(expected);
  });

  it('finds what is kept of deleted transcripts', () => {
    index.deleteSource('s1');
    expect(found('needle in:deleted role:prompt')).toEqual(['s1-1']);
    expect(found('needle -in:deleted role:reply')).toEqual(['s2-1']);
    expect(ask('needle role:prompt').hits[0]?.sourceDeleted).toBe(true);
  });
});

describe('regular expressions', () => {
  it('are found in any text', () => {
    index.add({ session: 's1' }, [reply('prefixneedle42\nsecond line'), reply('Needle')]);
    expect(found('/need\\w+\\d$/')).toEqual(['s1-1']);
    expect(found('/needle/i')).toEqual(['s1-1', 's1-2']);
  });

  it('that would hang are ended, with their place', () => {
    index.add({ session: 's1' }, [reply(`${'a'.repeat(60)}!`)]);
    expect(() => ask('foo OR /(a+)+$/')).toThrow(
      expect.objectContaining({ code: 'query_invalid', place: { from: 7, to: 15 } }),
    );
  });
});

describe('the order', () => {
  it('is by how well messages match, then newest first', () => {
    index.add({ session: 's1' }, [result('needle'), reply('needle', NOW - 3 * DAY), prompt('needle', NOW - 9 * DAY)]);
    index.add({ session: 's2' }, [reply('needle', NOW - 2 * DAY)]);
    expect(placesOf(ask('needle').hits)).toEqual(['s1-3', 's2-1', 's1-2', 's1-1']);
  });

  it('holds messages with all terms before turns with all terms', () => {
    index.add({ session: 's1' }, [prompt('one'), reply('two')]);
    index.add({ session: 's2' }, [result('one and two')]);
    expect(placesOf(ask('one two').hits)).toEqual(['s2-1', 's1-1']);
  });
});

describe('pages', () => {
  it('a cursor of another query is refused', () => {
    index.add({ session: 's1' }, [reply('a'), reply('a')]);
    const { next } = ask('a', { limit: 1 });
    expect(next).not.toBeNull();
    for (const cursor of [next, 'x', '', Buffer.from('{}').toString('base64url')]) {
      expect(() => ask('b', { cursor })).toThrow(expect.objectContaining({ code: 'cursor_invalid' }));
    }
  });

  it('what is relative stays where it was', () => {
    index.add({ session: 's1' }, [reply('a', NOW - DAY + 1), reply('a', NOW - DAY + 2)]);
    const { next } = ask('after:1d', { limit: 1 });
    const request = { query: 'after:1d', cursor: next, limit: 1, budgetMs: 5000 };
    expect(runSearch({ store: index.store, request, now: NOW + DAY }).hits).toHaveLength(1);
  });

  it('new messages do not push others onto the next page twice', () => {
    for (let i = 0; i < 5; i++) index.add({ session: `s${i}` }, [reply('a', NOW - i * 60_000)]);
    const first = ask('a', { limit: 2 });
    for (let i = 0; i < 5; i++) index.add({ session: `new${i}` }, [prompt('a', NOW + 60_000)]);
    const second = ask('a', { limit: 10, cursor: first.next });
    expect(placesOf([...first.hits, ...second.hits])).toEqual(['s0-1', 's1-1', 's2-1', 's3-1', 's4-1']);
  });

  it('with no time left go on, page by page, until all was looked at', () => {
    for (let i = 0; i < 30; i++)
      index.add({ session: `s${i}` }, [reply(i === 0 ? 'xneedlex' : 'hay', NOW - 60_000 * (40 - i))]);
    const pages = askAll('/needle/', 20, { budgetMs: 0 });
    expect(pages.length).toBeGreaterThan(5);
    expect(pages.map(({ exhausted }) => exhausted)).toEqual(pages.map(({ next }) => next === null));
    expect(pages.flatMap(({ hits }) => placesOf(hits))).toEqual(['s0-1']);
  });

  it('tell every match once, whatever their size and the time allowed', () => {
    const words = ['common', 'rare', 'x'];
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.subarray(words), { minLength: 1, maxLength: 10 }), { minLength: 1, maxLength: 50 }),
        fc.constantFrom('common', 'rare', '/omm/', 'common -rare', 'role:reply', 'x OR rare'),
        fc.constantFrom(1, 3, 20, 100),
        fc.constantFrom(0, 5000),
        (blocks, query, limit, budgetMs) => {
          const store = fakeStore(blocks);
          const pages: SearchFindings[] = [];
          let cursor: string | null = null;
          do {
            const page: SearchFindings = ask(query, { limit, budgetMs, cursor }, store);
            expect(page.hits.length).toBeLessThanOrEqual(limit);
            pages.push(page);
            cursor = page.next;
          } while (cursor !== null);
          const places = placesOf(pages.flatMap(({ hits }) => hits));
          expect(new Set(places).size).toBe(places.length);
          expect(places.length).toBe(blocks.flat().filter((has) => isWanted(query, has)).length);
          expect(pages.at(-1)?.exhausted).toBe(true);
        },
      ),
      { numRuns: 80 },
    );
  });
});

function isWanted(query: string, has: readonly string[]): boolean {
  switch (query) {
    case 'common -rare':
      return has.includes('common') && !has.includes('rare');
    case 'role:reply':
      return true;
    case 'x OR rare':
      return has.includes('x') || has.includes('rare');
    default:
      return has.includes(query === 'rare' ? 'rare' : 'common');
  }
}

/** Blocks of replies, the words of each given; every block is a candidate. */
function fakeStore(blocks: readonly (readonly (readonly string[])[])[]): HistoryStore {
  const refs = blocks.map((_, id) => ({
    id,
    session: { agent: 'claude', id: `s${id % 3}`, agentId: null },
    generation: id % 3,
    from: 0,
    to: 0,
    lastAt: NOW - id,
  }));
  const part: Partial<HistoryStore> = {
    generationsOf: () => [],
    blocks: ({ after = Infinity, limit }) =>
      refs
        .filter(({ id }) => id < after)
        .sort((a, b) => b.id - a.id)
        .slice(0, limit),
    unpack: ({ id }) =>
      (blocks[id] ?? []).map((words, i) => ({ kind: 'reply', id: `${id}/${i}`, offset: i, text: words.join(' ') })),
    session: () => null,
    counts: () => ({ files: 1, bytes: 1, read: 1, unreadable: 0, sessions: 1 }),
  };
  return part as HistoryStore;
}

describe('work', () => {
  it('of a page with a word that is everywhere is bounded', () => {
    const blocks = Array.from({ length: 500 }, () => Array.from({ length: 5 }, () => ['common']));
    let unpacked = 0;
    const store = fakeStore(blocks);
    const counting: HistoryStore = {
      ...store,
      unpack: (ref) => {
        unpacked += 1;
        return store.unpack(ref);
      },
    };
    const { hits, exhausted, next } = ask('common', {}, counting);
    expect(hits).toHaveLength(20);
    expect([exhausted, next === null]).toEqual([false, false]);
    expect(unpacked).toBeLessThanOrEqual(40);
  });

  it('finds what is in one block of many', () => {
    const blocks = Array.from({ length: 500 }, (_, i) => [[i === 3 ? 'rare' : 'x']]);
    expect(placesOf(ask('rare', {}, fakeStore(blocks)).hits)).toEqual(['3/0']);
  });

  it('is ended when the time is up, which is said', () => {
    const blocks = Array.from({ length: 500 }, () => [['x']]);
    expect(ask('rare', { budgetMs: 0 }, fakeStore(blocks))).toMatchObject({ hits: [], exhausted: false });
  });
});
