import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '../../test/helpers/property.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainFormat, plainLines, said } from '../../test/helpers/plain-format.ts';
import type { ConversationItem } from '../contract/conversation.ts';
import type { Rewound } from '../core/conversation/rewound.ts';
import type { PageReader } from '../ports/log-reader.ts';
import { conversationPage, type Page, type PageQuery } from './conversation-pages.ts';
import { createPageReader } from './page-reader.ts';
import { fileRecords, readRawLine } from './transcript-records.ts';

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'amc-conversation-'));
  path = join(folder, 'x.jsonl');
});
afterAll(() => rmSync(folder, { recursive: true }));

const small = createPageReader({ blockBytes: 100 });

function page(
  query: PageQuery,
  { file = path, pages = small, rewound = [] as readonly Rewound[] } = {},
): Promise<Page> {
  const records = fileRecords({ pages, path: file, format: plainFormat, for: 'page' });
  return conversationPage({ records, query, rewound });
}

const texts = (items: readonly ConversationItem[]): string[] => items.map((item) => ('text' in item ? item.text : '?'));
const prompts = (...names: string[]): string => plainLines(...names.map((name) => said.prompt(name)));
/** Where the line of that prompt begins. */
const at = (names: string[], name: string): number => prompts(...names.slice(0, names.indexOf(name))).length;

describe('a page of a conversation', () => {
  it('is the newest without a cursor, and the pages above it add up to the whole, whatever the limit', async () => {
    const names = Array.from({ length: 23 }, (_, index) => `p${index}`);
    writeFileSync(path, prompts(...names));
    for (const limit of [1, 4, 10, 100]) {
      const found: string[] = [];
      let before: number | undefined;
      for (;;) {
        const one = await page({ limit, before });
        found.unshift(...texts(one.items));
        if (one.before === null) break;
        before = one.before;
      }
      expect(found).toEqual(names);
    }
  });

  it('goes on where the last one ended, while the file grows; half a line is no line yet', async () => {
    writeFileSync(path, prompts('one', 'two'));
    const first = await page({ limit: 100 });
    appendFileSync(path, `${prompts('three')}{"kind":"pro`);
    const next = await page({ limit: 100, after: first.after });
    expect([texts(next.items), next.before]).toEqual([['three'], first.after]);
    const none = await page({ limit: 100, after: next.after });
    expect([none.items, none.after]).toEqual([[], next.after]);
    expect(texts((await page({ limit: 1, after: 0 })).items)).toEqual(['one']);
  });

  it('holds an item in its middle; near an end, more of the other side', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    writeFileSync(path, prompts(...names));
    const around = async (name: string, limit: number) =>
      texts((await page({ limit, around: at(names, name) })).items).join('');
    expect(await around('d', 4)).toBe('bcde');
    expect(await around('d', 1)).toBe('d');
    expect(await around('a', 4)).toBe('abcd');
    expect(await around('g', 4)).toBe('defg');
    const middle = await page({ limit: 2, around: at(names, 'd') });
    expect([middle.before, middle.after]).toEqual([at(names, 'c'), at(names, 'e')]);
    expect(texts((await page({ limit: 100, before: middle.before ?? 0 })).items)).toEqual(['a', 'b']);
  });

  it('names the place of a broken line and shows what stands around it', async () => {
    writeFileSync(path, `${prompts('one')}{"half":\n5\n\n\0\0${prompts('two')}`);
    const { items, problems } = await page({ limit: 100 });
    expect(texts(items)).toEqual(['one', 'two']);
    const place = prompts('one').length;
    expect(problems).toEqual([
      `${path}:${place}: this line is no JSON: "{\\"half\\":"`,
      `${path}:${place + 9}: this line is no object: "5"`,
      expect.stringContaining('begins with NUL bytes'),
    ]);
  });

  it('says where a record stands that is too long to be read', async () => {
    writeFileSync(path, prompts('one', 'x'.repeat(500), 'two'));
    const pages = createPageReader({ blockBytes: 100, maxLineBytes: 300 });
    const { items, problems } = await page({ limit: 10 }, { pages });
    expect(items).toMatchObject([
      { text: 'one' },
      { note: 'unreadable', offset: prompts('one').length },
      { text: 'two' },
    ]);
    expect(problems).toEqual([expect.stringContaining('too long')]);
  });

  it('never splits a record at U+2028 or U+0085', async () => {
    writeFileSync(path, prompts('a\u2028b\u0085c'));
    expect(texts((await page({ limit: 100 })).items)).toEqual(['a\u2028b\u0085c']);
  });

  it('is the newest again when the file was rewritten and the cursor fits no line any more', async () => {
    writeFileSync(path, prompts('new', 'newer'));
    for (const query of [{ after: 10_000 }, { before: 10_000 }, { around: 10_000 }, { after: 5 }, { around: 5 }])
      expect(texts((await page({ limit: 100, ...query })).items)).toEqual(['new', 'newer']);
  });

  it('is empty for a missing file', async () => {
    const nothing = { items: [], before: null, after: 0, problems: [], used: [] };
    expect(await page({ limit: 5 }, { file: join(folder, 'none') })).toEqual(nothing);
    expect(await page({ limit: 5, after: 7 }, { file: join(folder, 'none') })).toEqual(nothing);
  });

  it('reads only the end of a big file for its newest page, and only what it needs around a place', async () => {
    const line = prompts('x'.repeat(1_000));
    writeFileSync(path, line.repeat(20_000));
    let read = 0;
    const counting: PageReader = {
      backward: (file, options) => counted(createPageReader().backward(file, options)),
      forward: (file, options) => counted(createPageReader().forward(file, options)),
    };
    async function* counted(blocks: ReturnType<PageReader['forward']>) {
      for await (const block of blocks) {
        read += block.lines.reduce((sum, { offset, end }) => sum + end - offset, 0);
        yield block;
      }
    }
    expect((await page({ limit: 100 }, { pages: counting })).items).toHaveLength(100);
    expect((await page({ limit: 100, around: line.length * 10_000 }, { pages: counting })).items).toHaveLength(100);
    expect(read).toBeLessThan(2_000_000);
    expect(statSync(path).size).toBeGreaterThan(20_000_000);
  });
});

describe('a page of a conversation that was rewound', () => {
  const names = ['a', 'b', 'x', 'y', 'c', 'd'];
  const rewound = [{ from: at(names, 'x'), to: at(names, 'c') }];

  it('has a note in the place of what was left behind; opening the note shows it', async () => {
    writeFileSync(path, prompts(...names));
    const { items } = await page({ limit: 100 }, { rewound });
    expect(texts(items)).toEqual(['a', 'b', '2 messages were rewound.', 'c', 'd']);
    expect(items[2]).toMatchObject({ note: 'rewound', offset: at(names, 'x'), id: `rewound:${at(names, 'x')}` });
    const opened = await page({ limit: 4, around: items[2]?.offset });
    expect(texts(opened.items)).toEqual(['a', 'b', 'x', 'y']);
  });

  it('gives the note once, however the pages are cut, from both sides', async () => {
    writeFileSync(path, prompts(...names));
    for (const limit of [1, 2, 3]) {
      const up: string[] = [];
      for (let before: number | undefined; ;) {
        const one = await page({ limit, before }, { rewound });
        up.unshift(...texts(one.items));
        if (one.before === null) break;
        before = one.before;
      }
      const down: string[] = [];
      for (let after = 0; ;) {
        const one = await page({ limit, after }, { rewound });
        if (one.items.length === 0) break;
        down.push(...texts(one.items));
        after = one.after;
      }
      const whole = ['a', 'b', '2 messages were rewound.', 'c', 'd'];
      expect([up, down]).toEqual([whole, whole]);
    }
  });

  it('whose end was rewound goes on after the gap', async () => {
    writeFileSync(path, prompts(...names.slice(0, 4)));
    const first = await page({ limit: 100 });
    appendFileSync(path, prompts('c', 'd'));
    expect(texts((await page({ limit: 100, after: first.after }, { rewound })).items)).toEqual(['c', 'd']);
    const within = await page({ limit: 100, after: at(names, 'y') }, { rewound });
    expect(texts(within.items)).toEqual(['c', 'd']);
  });

  it('shows what is there when the gap lies behind the end', async () => {
    writeFileSync(path, prompts('a', 'b'));
    expect(texts((await page({ limit: 100, after: 0 }, { rewound })).items)).toEqual(['a', 'b']);
  });

  it('skips exactly the gaps, for any gaps and limits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        async (live, limit) => {
          const all = live.map((_, index) => `p${index}`);
          writeFileSync(path, prompts(...all));
          const gaps: Rewound[] = [];
          live.forEach((isLive, index) => {
            const from = at(all, `p${index}`);
            const to = from + prompts(`p${index}`).length;
            const last = gaps.at(-1);
            if (isLive) return;
            if (last?.to === from) last.to = to;
            else gaps.push({ from, to });
          });
          const found: ConversationItem[] = [];
          for (let before: number | undefined; ;) {
            const one = await page({ limit, before }, { rewound: gaps });
            found.unshift(...one.items);
            if (one.before === null) break;
            before = one.before;
          }
          expect(texts(found.filter(({ kind }) => kind === 'prompt'))).toEqual(all.filter((_, index) => live[index]));
          expect(found.filter(({ kind }) => kind === 'note').map(({ offset }) => offset)).toEqual(
            gaps.map(({ from }) => from),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('the raw text of a line', () => {
  it('is whole, or cut; there is none where no line begins or ends', async () => {
    writeFileSync(path, `${prompts('one')}${'x'.repeat(400_000)}\nhalf`);
    const offset = prompts('one').length;
    expect((await readRawLine(path, { offset: 0, maxBytes: 1_000 }))?.bytes.toString()).toBe(prompts('one').trimEnd());
    expect(await readRawLine(path, { offset, maxBytes: 1_000_000 })).toMatchObject({ whole: true });
    const cut = await readRawLine(path, { offset, maxBytes: 300_000 });
    expect([cut?.whole, cut?.bytes.length]).toEqual([false, 300_000]);
    for (const wrong of [5, offset + 400_001, 9_999_999])
      expect(await readRawLine(path, { offset: wrong, maxBytes: 1_000 })).toBe(null);
    expect(await readRawLine(join(folder, 'none'), { offset: 0, maxBytes: 10 })).toBe(null);
  });
});
