import { describe, expect, it } from 'vitest';
import { ContextWatch } from './context-watch.ts';
import { recordsOn } from './record.ts';

const MODEL = 'claude-opus-4-8';

function record(value: object) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const [read] = recordsOn({ offset: 0, end: bytes.length + 1, bytes });
  if (read === undefined) throw new Error('Expected a record');
  return read;
}

function answer(tokens: number, { model = MODEL, isSidechain = false } = {}) {
  const usage = {
    input_tokens: 10,
    cache_read_input_tokens: tokens - 30,
    cache_creation_input_tokens: 20,
    output_tokens: 5,
  };
  return record({
    type: 'assistant',
    uuid: 'a',
    isSidechain,
    message: { id: 'm', model, role: 'assistant', usage, content: [] },
  });
}

describe('ContextWatch', () => {
  it('counts what went into the newest answer, and says nothing twice', () => {
    const watch = new ContextWatch();
    watch.take(answer(1_000));
    watch.take(answer(4_000));
    expect(watch.news()).toEqual({ contextTokens: 4_000, contextWindow: null });
    expect(watch.news()).toBeNull();
  });

  it('leaves subagents and Claude Code’s own words out', () => {
    const watch = new ContextWatch();
    watch.take(answer(1_000, { isSidechain: true }));
    watch.take(answer(1_000, { model: '<synthetic>' }));
    expect(watch.news()).toBeNull();
  });

  it.each([
    ['of a model that had only one', 'claude-opus-4-1', 50_000, 200_000],
    ['of a name that says it', `${MODEL}[1m]`, 50_000, 1_000_000],
    ['that is proven by what is in it', MODEL, 250_000, 1_000_000],
    ['that nothing tells', MODEL, 50_000, null],
  ])('gives the window %s', (_, model, tokens, contextWindow) => {
    const watch = new ContextWatch();
    watch.take(answer(tokens, { model }));
    expect(watch.news()).toMatchObject({ contextWindow });
  });

  it('knows the long window by the model it was started with, until another is chosen', () => {
    const watch = new ContextWatch();
    watch.startedWith(`${MODEL}[1m]`, 10);
    watch.take(answer(1_000));
    expect(watch.news()).toMatchObject({ contextWindow: 1_000_000 });
    watch.modelChanged(20);
    watch.take(answer(1_000));
    expect(watch.news()).toMatchObject({ contextWindow: null });
  });

  it('does not know what a compaction left', () => {
    const watch = new ContextWatch();
    watch.take(answer(1_000));
    watch.take(record({ type: 'system', subtype: 'compact_boundary', uuid: 'c', content: 'Conversation compacted' }));
    expect(watch.news()).toEqual({ contextTokens: null });
  });
});
