import { describe, expect, it } from 'vitest';
import { storedPayload, toldPayload, TRIMMED_KEY } from './spool-trim.ts';

const KB = 1024;
const base = { session_id: 's1', hook_event_name: 'PreToolUse', tool_name: 'Write' };
const size = (payload: object) => JSON.stringify(payload).length;
const told = (payload: Record<string, unknown>) => toldPayload(payload, size(payload));
const stored = (payload: Record<string, unknown>) => storedPayload(payload, size(payload));

it('leaves what is not large as it is', () => {
  const payload = { ...base, tool_input: { content: 'x'.repeat(200 * KB) }, tool_response: 'ok' };
  expect(told(payload)).toBe(payload);
  expect(stored(payload)).toBe(payload);
});

describe('told', () => {
  it('has a large tool_input whole', () => {
    const payload = { ...base, tool_input: { content: 'x'.repeat(7000 * KB) } };
    expect(told(payload)).toEqual(payload);
  });

  it('loses a large tool_response, and says so', () => {
    const tool_input = { content: 'x'.repeat(300 * KB) };
    expect(told({ ...base, tool_input, tool_response: { text: 'y'.repeat(9000 * KB) } })).toEqual({
      ...base,
      tool_input,
      [TRIMMED_KEY]: ['tool_response'],
    });
  });

  it('is cut above 8 MB, and says where', () => {
    const payload = told({ ...base, tool_input: { file_path: '/a', edits: [{ new: 'x'.repeat(9000 * KB) }] } });
    expect(payload[TRIMMED_KEY]).toEqual(['tool_input.edits.0.new']);
    expect(payload).toMatchObject({ ...base, tool_input: { file_path: '/a' } });
    expect(size(payload)).toBeLessThan(70 * KB);
  });
});

describe('stored', () => {
  it('has long texts cut and no tool_response', () => {
    const payload = stored({ ...base, tool_input: { content: 'x'.repeat(300 * KB) }, tool_response: { ok: true } });
    expect(payload).toEqual({
      ...base,
      tool_input: { content: `${'x'.repeat(64 * KB)}… [${236 * KB} more characters]` },
      [TRIMMED_KEY]: ['tool_response', 'tool_input.content'],
    });
  });

  it('loses its largest fields when many short texts are too much', () => {
    const list = Array.from({ length: 10_000 }, (_, index) => `line ${index} ${'x'.repeat(50)}`);
    const payload = stored({ ...base, tool_input: { list }, permission_mode: 'default' });
    expect(payload).toEqual({ ...base, permission_mode: 'default', [TRIMMED_KEY]: ['tool_input'] });
  });

  it('never exceeds the limit by much, whatever is large', () => {
    const payload = stored({
      ...base,
      ['k'.repeat(300 * KB)]: 1,
      a: 'x'.repeat(300 * KB),
      b: 'y'.repeat(300 * KB),
      c: { d: 'z'.repeat(300 * KB) },
      e: 'w'.repeat(300 * KB),
      f: 'v'.repeat(300 * KB),
    });
    expect(size(payload)).toBeLessThan(270 * KB);
    expect(payload).toMatchObject(base);
  });
});
