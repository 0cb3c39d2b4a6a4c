import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transcriptPath } from '../../../test/fixtures/claude/fixtures.ts';
import { createPageReader } from '../../ingest/page-reader.ts';
import type { PageQuery } from '../../ports/agent.ts';
import { conversationPage } from './pages.ts';

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'amc-conversation-'));
  path = join(folder, 'x.jsonl');
});
afterAll(() => rmSync(folder, { recursive: true }));

const pages = createPageReader({ blockBytes: 1000 });
const page = (query: PageQuery, file = path) => conversationPage({ pages, path: file, query });
const prompt = (text: string) =>
  `${JSON.stringify({ type: 'user', uuid: text, message: { role: 'user', content: text } })}\n`;

describe('a page of a conversation', () => {
  it('is the newest without a cursor, and the pages above it add up to the whole', async () => {
    const file = transcriptPath('misc');
    const whole = await page({ limit: 10_000 }, file);
    expect(whole.before).toBe(null);
    const found: unknown[] = [];
    let before: number | undefined;
    for (;;) {
      const one = await page({ limit: 4, before }, file);
      found.unshift(...one.items);
      if (one.before === null) break;
      before = one.before;
    }
    expect(found).toEqual(whole.items);
  });

  it('goes on where the last one ended, while the file grows', async () => {
    writeFileSync(path, prompt('one') + prompt('two'));
    const first = await page({ limit: 100 });
    appendFileSync(path, prompt('three') + '{"type":"us');
    const next = await page({ limit: 100, after: first.after });
    expect(next.items.map(({ id }) => id)).toEqual(['three']);
    expect(next.before).toBe(first.after);
    expect((await page({ limit: 100, after: next.after })).items).toEqual([]);
    const firstOnly = await page({ limit: 1, after: 0 });
    expect(firstOnly.items.map(({ id }) => id)).toEqual(['one']);
  });

  it('names the place of a broken line and shows what stands around it', async () => {
    writeFileSync(path, `${prompt('one')}{"half":\n5\n\n\0\0${prompt('two')}`);
    const { items, problems } = await page({ limit: 100 });
    expect(items.map(({ id }) => id)).toEqual(['one', 'two']);
    expect(problems).toEqual([
      `${path}:${prompt('one').length}: this line is no JSON: "{\\"half\\":"`,
      `${path}:${prompt('one').length + 9}: this line is no object: "5"`,
      expect.stringContaining('begins with NUL bytes'),
    ]);
  });

  it('never splits a record at U+2028 or U+0085', async () => {
    writeFileSync(path, prompt('a\u2028b\u0085c'));
    expect((await page({ limit: 100 })).items).toMatchObject([{ text: 'a\u2028b\u0085c' }]);
  });

  it('is the newest again when the file was rewritten and is shorter than the cursor', async () => {
    writeFileSync(path, prompt('new'));
    expect((await page({ limit: 100, after: 10_000 })).items.map(({ id }) => id)).toEqual(['new']);
    expect((await page({ limit: 100, before: 10_000 })).items.map(({ id }) => id)).toEqual(['new']);
  });

  it('is empty for a missing file', async () => {
    expect(await page({ limit: 5 }, join(folder, 'none'))).toEqual({ items: [], before: null, after: 0, problems: [] });
  });
});
