import { describe, expect, it } from 'vitest';
import { BranchBuilder, type BranchRecord } from './branches.ts';

/** Records of 10 bytes each, in file order: `P` prompt, `R` reply, `T` anything else; `id<parent`. */
function build(records: readonly string[], { restartEvery = 0 } = {}): BranchBuilder {
  let builder = new BranchBuilder(null);
  records.forEach((text, at) => {
    if (restartEvery > 0 && at % restartEvery === 0) builder = new BranchBuilder(builder.save());
    builder.add(record(text, at * 10));
  });
  return builder;
}

function record(text: string, offset: number): BranchRecord {
  const [, kind, id, parent, turns] = /^(\w)(?: (\w+)<(\w+)?)?(?: -(\d+))?$/.exec(text) ?? [];
  return {
    offset,
    end: offset + 10,
    prompt: kind === 'P',
    reply: kind === 'R',
    node: id === undefined ? undefined : { id, parent: parent ?? null },
    rollback: turns === undefined ? undefined : { turns: Number(turns) },
  };
}

const shapes = (records: readonly string[], options = {}) =>
  build(records, options)
    .branches()
    .map(({ from, to, forkedAt, live }) => [from, to, forkedAt, live]);

describe('branches', () => {
  it('are none in a conversation that goes straight on', () => {
    expect(shapes(['P a<', 'R b<a', 'P c<b', 'R d<c'])).toEqual([]);
  });

  it('are none where parallel tools make side leaves', () => {
    expect(shapes(['P a<', 'T b<a', 'T c<b', 'T d<b', 'T e<c', 'R f<e', 'T g<b', 'P h<f', 'R i<h'])).toEqual([]);
  });

  it('begin where a prompt takes the place of an earlier one', () => {
    const records = ['P a<', 'R b<a', 'P c<b', 'R d<c', 'P e<b', 'R f<e'];
    expect(shapes(records)).toEqual([
      [0, 40, null, true],
      [40, null, 20, true],
    ]);
  });

  it('begin at the first prompt too', () => {
    expect(shapes(['P a<', 'R b<a', 'P c<', 'R d<c'])).toEqual([
      [0, 20, null, false],
      [20, null, 0, true],
    ]);
  });

  it('begin where a prompt goes back to the reply, past a note that stood behind it', () => {
    expect(shapes(['P a<', 'R b<a', 'T n<b', 'P c<n', 'R d<c', 'P e<b'])).toEqual([
      [0, 50, null, true],
      [50, null, 20, true],
    ]);
  });

  it('can lead back into what was left', () => {
    const records = ['P a<', 'R b<a', 'P c<b', 'R d<c', 'P e<b', 'R f<e', 'P g<d', 'R h<g'];
    expect(shapes(records)).toEqual([
      [0, 40, null, true],
      [40, 60, 20, false],
      [60, null, 40, true],
    ]);
  });

  it('are not opened by a record that stands there twice, or whose parent is in another file', () => {
    expect(shapes(['P a<x', 'R b<a', 'P a<x', 'P c<y', 'R d<c'])).toEqual([]);
  });

  it('begin at a rollback, behind what it leaves standing', () => {
    expect(shapes(['P', 'R', 'P', 'R', 'P', 'R', 'T -2', 'P', 'R'])).toEqual([
      [0, 60, null, true],
      [60, null, 20, true],
    ]);
    expect(shapes(['P', 'R', 'T -9', 'P'])).toEqual([
      [0, 20, null, false],
      [20, null, 0, true],
    ]);
    expect(shapes(['T -1', 'P', 'R'])).toEqual([]);
  });

  it('are the same when reading was interrupted anywhere', () => {
    const records = ['P a<', 'R b<a', 'T n<b', 'P c<n', 'R d<c', 'P e<b', 'R f<e', 'P g<d', 'T -1', 'P h<d', 'R i<h'];
    for (const restartEvery of [1, 2, 3]) expect(shapes(records, { restartEvery })).toEqual(shapes(records));
  });

  it('need little memory for a long conversation', () => {
    const records = Array.from({ length: 50_000 }, (_, at) => `${at % 50 === 0 ? 'P' : 'R'} n${at}<n${at - 1}`);
    expect(build(records).save().length).toBeLessThan(150_000);
  });

  it('begin anew with a memory that is none', () => {
    expect(new BranchBuilder('{"s":1}').branches()).toEqual([]);
    expect(new BranchBuilder('nonsense').branches()).toEqual([]);
  });
});
