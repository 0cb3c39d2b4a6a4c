import { expect, test } from 'vitest';
import { DoneObserver } from './done-observer.ts';
import { recordsOn } from './record.ts';
import type { Told } from './tell.ts';

/** Records as Claude Code 2.1.330 wrote them, without what is not read. */
function observed(values: readonly object[], first = false) {
  const told: Told[] = [];
  let cleared = 0;
  const observer = new DoneObserver({ tell: (each) => void told.push(each), onCleared: () => (cleared += 1) });
  const facts = {};
  for (const value of values) {
    const line = { bytes: Buffer.from(JSON.stringify(value)), offset: 0, end: 1 };
    for (const record of recordsOn(line)) Object.assign(facts, observer.take(record, 5, first));
  }
  const done = told.map((each) => (each.type === 'done' ? `${each.action} ${each.value ?? ''}`.trim() : each.type));
  return { done, facts, cleared, settings: observer.settings };
}

const user = (content: string) => ({ type: 'user', message: { role: 'user', content } });
const stdout = (text: string) => user(`<local-command-stdout>${text}</local-command-stdout>`);
const title = (customTitle: string) => ({ type: 'custom-title', customTitle });

test('a model for this session, with its effort', () => {
  const { done, facts, settings } = observed([
    stdout('Set model to `Fable 5.2` for this session only with `high` effort'),
  ]);
  expect(done).toEqual(['model fable']);
  expect(facts).toEqual({ effort: 'high' });
  expect(settings).toEqual({ model: 'fable', effort: 'high' });
});

test('the default model is known by both its names; a model that was kept was not switched', () => {
  expect(observed([stdout('Set model to Opus 5.5 (default) for this session only')]).done).toEqual([
    'model opus',
    'model default',
  ]);
  expect(observed([stdout('Kept model as `Sonnet 5.5`')]).done).toEqual([]);
});

test('an effort alone', () => {
  expect(observed([stdout('Set effort level to low (saved as your default for new sessions): Quick')]).facts).toEqual({
    effort: 'low',
  });
});

test('a title is given once, though it is written with each prompt', () => {
  expect(observed([title('a'), title('a'), title('b')]).done).toEqual(['rename a', 'rename b']);
});

test('a mode is told when it changes', () => {
  const mode = (permissionMode: string) => ({ type: 'permission-mode', permissionMode });
  expect(observed([mode('plan'), mode('plan'), mode('default')]).done).toEqual(['mode plan', 'mode default']);
});

test('a compaction that nobody asked for proves none', () => {
  const boundary = (trigger: string) => ({ type: 'system', subtype: 'compact_boundary', compactMetadata: { trigger } });
  expect(observed([boundary('auto'), boundary('manual')]).done).toEqual(['compact']);
});

test('a conversation that begins after /clear', () => {
  expect(observed([user('<command-name>/clear</command-name>\n<command-args></command-args>')]).cleared).toBe(1);
});

test('old records prove nothing', () => {
  expect(observed([stdout('Set model to `Fable 5.2` for this session only'), title('a')], true).done).toEqual([]);
});
