import { describe, expect, it } from 'vitest';
import { gluedObjects } from './glued-json.ts';

const read = (text: string) =>
  gluedObjects(text, { starts: ['{"type":', '{"at":'], accept: (value) => typeof value['id'] === 'number' });
const one = '{"type":"a","text":"} \\" {","id":1}';
const two = '{"at":5,"in":{"type":"text"},"id":2}';

describe('gluedObjects', () => {
  it('gives every object, whatever lies in its texts', () => {
    const { values, lost } = read(`${one}${two} ${one}`);
    expect(values.map(({ id }) => id)).toEqual([1, 2, 1]);
    expect(lost).toBe(false);
  });

  it('finds a whole object behind a broken one, and not what lay inside it', () => {
    expect(read(`{"type":"a","content":[{"type":"text","text":"b"},{"ty${one}`)).toEqual({
      values: [JSON.parse(one)],
      lost: true,
    });
    expect(read(`${one}{"type":"half`)).toEqual({ values: [JSON.parse(one)], lost: true });
    expect(read('{"type":"half').values).toEqual([]);
  });

  it('does not look at a hostile text for ever', () => {
    const hostile = '{"type":'.repeat(100_000);
    expect(read(hostile).values).toEqual([]);
  });
});
