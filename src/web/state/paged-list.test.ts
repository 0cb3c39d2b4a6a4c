import { describe, expect, it } from 'vitest';
import { pagedList, PagedList, type PageOf } from './paged-list.ts';

type Asked = { cursor: string | null; limit: number; signal: AbortSignal };
type Page = PageOf<number, string>;

const numbers = ({ cursor, limit }: Asked): Page => {
  const start = Number(cursor ?? 0);
  const end = Math.min(250, start + limit);
  return {
    items: Array.from({ length: end - start }, (_, index) => start + index),
    next: end === 250 ? null : String(end),
    extra: `from ${start}`,
  };
};

describe('PagedList', () => {
  it('reads page by page, and anew as much as is shown', async () => {
    const asked: [string | null, number][] = [];
    const list = new PagedList<number, string>(async (page) => {
      asked.push([page.cursor, page.limit]);
      return numbers(page);
    });
    await list.refresh();
    await list.more();
    await list.more();
    await list.more();
    expect(list.state()).toMatchObject({ phase: 'ready', next: null, extra: 'from 200' });
    expect(list.state().items).toHaveLength(250);
    await list.refresh();
    expect(asked).toEqual([
      [null, 100],
      ['100', 100],
      ['200', 100],
      [null, 250],
    ]);
  });

  it('reads on behind what is being read anew, and does not give that up for it', async () => {
    let from = 100;
    const list = new PagedList<number, string>(async ({ cursor }) => ({
      items: [from + Number(cursor ?? 0)],
      next: String(Number(cursor ?? 0) + 1),
      extra: '',
    }));
    await list.refresh();
    from = 200;
    await Promise.all([list.refresh(), list.more()]);
    expect(list.state()).toMatchObject({ items: [200, 201], loadingMore: false });
  });

  it('keeps what it has when it cannot read more, and says so', async () => {
    let broken = false;
    const list = new PagedList<number, string>(async (page) => {
      if (broken) throw new Error('gone');
      return numbers(page);
    });
    await list.refresh();
    broken = true;
    await list.more();
    expect(list.state()).toMatchObject({ phase: 'failed', error: { message: 'gone' }, loadingMore: false });
    expect(list.state().items).toHaveLength(100);
    broken = false;
    await list.more();
    expect(list.state()).toMatchObject({ phase: 'ready', error: null });
    expect(list.state().items).toHaveLength(200);
  });

  it('lets only the last question answer', async () => {
    const gates: ((page: Page) => void)[] = [];
    const list = new PagedList<number, string>(() => new Promise((resolve) => void gates.push(resolve)));
    const first = list.refresh();
    const second = list.refresh();
    gates[1]?.({ items: [2], next: null, extra: 'second' });
    gates[0]?.({ items: [1], next: null, extra: 'first' });
    await Promise.all([first, second]);
    expect(list.state()).toMatchObject({ items: [2], extra: 'second' });
  });
});

describe('pagedList', () => {
  it('is the same one for a name, for the last few names', () => {
    const read = async (page: Asked): Promise<Page> => numbers(page);
    const first = pagedList('a', read);
    expect(pagedList('a', read)).toBe(first);
    for (let index = 0; index < 8; index += 1) pagedList(`b${index}`, read);
    expect(pagedList('a', read)).not.toBe(first);
  });
});
