import { fc } from '../../../../test/helpers/property.ts';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../../test/fixtures/claude/fixtures.ts';
import type { LineReading, RecordReading } from '../../../ports/transcripts.ts';
import { createClaudeTranscripts } from './format.ts';

const ROOT = '/home/dev/.claude/projects/-home-dev-p-demo';
const format = createClaudeTranscripts({ configDirs: ['/home/dev/.claude', '/home/dev/.claude'] });

function read(text: string, purpose: 'page' | 'index' = 'page'): LineReading {
  const bytes = new TextEncoder().encode(text);
  return format.read({ offset: 100, end: 100 + bytes.length + 1, bytes }, { for: purpose });
}

function recordOf(value: unknown, purpose: 'page' | 'index' = 'page'): RecordReading {
  const reading = read(typeof value === 'string' ? value : JSON.stringify(value), purpose);
  if (reading.kind !== 'record') throw new Error(`Expected a record, got: ${JSON.stringify(reading)}`);
  return reading.record;
}

const user = (content: unknown, more = {}) => ({
  parentUuid: 'p',
  type: 'user',
  message: { role: 'user', content },
  uuid: 'u',
  timestamp: '2026-11-22T08:00:00.000Z',
  ...more,
});
const result = (content: unknown) => [{ type: 'tool_result', tool_use_id: 't', content }];

describe('a path', () => {
  it('says whose transcript it is', () => {
    expect(format.roots()).toEqual([{ dir: '/home/dev/.claude/projects', depth: 5 }]);
    const file = { agent: 'claude', archived: false, encoding: 'plain' };
    const cases: Record<string, unknown> = {
      'a-b.jsonl': { ...file, sessionId: 'a-b' },
      'agent-0a1b.jsonl': { ...file, sessionId: '0a1b' },
      'a-b/subagents/agent-0a1b.jsonl': { ...file, sessionId: 'a-b', agentId: '0a1b' },
      'a-b/subagents/workflows/run-1/agent-0a1b.jsonl': { ...file, sessionId: 'a-b', agentId: '0a1b' },
      'a-b/subagents/agent-0a1b.meta.json': null,
      'a-b/subagents/journal.jsonl': null,
      'a-b/tool-results/agent-0a1b.jsonl': null,
      'a-b.jsonl.bak': null,
      '.hidden.jsonl': null,
      '../x.jsonl': null,
    };
    for (const [name, expected] of Object.entries(cases))
      expect([name, format.identify(`${ROOT}/${name}`)]).toEqual([name, expected]);
  });

  it('may lead in by another way than the root', () => {
    expect(format.identify('/mnt/disk/projects/x/a-b.jsonl')).toMatchObject({ sessionId: 'a-b' });
    expect(format.identify('/mnt/disk/a-b.jsonl')).toBe(null);
  });
});

describe('reading for the index', () => {
  it('tells the same as reading for a page, but for views', () => {
    for (const file of ['basic', 'perm', 'plan', 'queue', 'misc'].map((name) => `${name}.transcript.jsonl`)) {
      for (const text of linesOf(file)) {
        const line = JSON.stringify(JSON.parse(text));
        const page = recordOf(line);
        const items = page.items.map((item) => {
          const { view: _, ...rest } = { view: undefined, ...item };
          return rest;
        });
        expect(recordOf(line, 'index')).toEqual({ ...page, items });
      }
    }
  });

  it('leaves out the copy of a result, and loses nothing behind it', () => {
    const copy = { stdout: 'x'.repeat(1_000), deeper: { sourceToolAssistantUUID: 'no', toolUseResult: 5 } };
    const more = { toolUseResult: copy, sourceToolAssistantUUID: 's', cwd: '/home/dev/p', version: '2.1.330' };
    const record = user(result('x'), more);
    expect(recordOf(record, 'index')).toEqual(recordOf(record));
    expect(recordOf(record, 'index').facts).toMatchObject({ cwd: '/home/dev/p', agentVersion: '2.1.330' });
  });

  it('reads the whole record where the copy says more, or the rest is nothing without it', () => {
    const copy = { agentId: 'abc', content: 'x'.repeat(100) };
    expect(recordOf(user(result('x'), { toolUseResult: copy }), 'index').items).toMatchObject([{ agentId: 'abc' }]);
    const early = {
      toolUseResult: 'x'.repeat(100),
      type: 'user',
      message: { content: result('y') },
      uuid: 'u',
      timestamp: 'T',
    };
    expect(recordOf(early, 'index').items).toMatchObject([{ output: 'y' }]);
    const inside = {
      type: 'assistant',
      uuid: 'u',
      timestamp: 'T',
      message: { content: [{ type: 'tool_use', id: 't', name: 'X', input: { a: 1, toolUseResult: 'z'.repeat(100) } }] },
    };
    expect(recordOf(inside, 'index').items).toMatchObject([{ input: expect.stringContaining('zzz') }]);
  });

  it('passes whole prompts by, unless another record is glued to them', () => {
    const prompt = JSON.stringify({ type: 'api-request-blob', sessionId: 's', message: { content: 'secret words' } });
    expect(recordOf(prompt, 'index')).toEqual({ type: 'api-request-blob', fate: 'hidden', items: [] });
    expect(recordOf(prompt + JSON.stringify(user('hello')), 'index').items).toMatchObject([{ text: 'hello' }]);
    expect(read(prompt.slice(0, -5), 'index').kind).toBe('broken');
  });

  it('keeps whole texts, a page cuts them', () => {
    const long = user(result('x'.repeat(30_000)));
    expect(recordOf(long, 'index').items).toMatchObject([{ output: 'x'.repeat(30_000) }]);
    expect(recordOf(long).items).toMatchObject([{ output: 'x'.repeat(20_000), cut: 10_000 }]);
  });
});

describe('a record', () => {
  it('of another shape than expected shows nothing and does not throw', () => {
    const odd: unknown[] = [
      {},
      { type: 7 },
      { type: 'user' },
      { type: 'user', message: null },
      user(null),
      user(5),
      user([null, 5, [], { type: 'text' }, { type: 'text', text: null }, { type: 9 }]),
      { type: 'assistant', message: [] },
      { type: 'attachment', attachment: { type: 'queued_command', prompt: 5 } },
      { type: 'system', subtype: 'local_command', content: { a: 1 } },
    ];
    for (const value of odd) expect(recordOf(value).items).toEqual([]);
    const call = {
      type: 'assistant',
      message: { content: [{ type: 'tool_use', id: null, name: null, input: 'no json' }] },
    };
    expect(recordOf(call).items).toMatchObject([{ tool: 'unknown tool', summary: '', input: '' }]);
    expect(format.read({ offset: 0, end: 99, bytes: null }, { for: 'index' })).toEqual({
      kind: 'broken',
      reason: 'is too long to be read (99 bytes)',
    });
  });

  it('is read whatever it holds', () => {
    const types = ['user', 'assistant', 'system', 'attachment', 'summary', 'pr-link', 'derived-from', 'progress'];
    const words = [
      'content',
      'text',
      'type',
      'tool_use',
      'tool_result',
      'image',
      'queued_command',
      'api_error',
      'hook_success',
    ];
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom(...words));
    const block = fc.dictionary(
      fc.constantFrom('type', 'text', 'input', 'content', 'name', 'id', 'tool_use_id'),
      field,
    );
    const record = fc.record({
      type: fc.constantFrom(...types),
      subtype: field,
      message: fc.oneof(field, fc.record({ content: fc.array(block), usage: field, model: field })),
      attachment: fc.oneof(field, fc.record({ type: fc.constantFrom(...words), prompt: field, messages: field })),
      toolUseResult: field,
      timestamp: field,
      uuid: field,
      parentUuid: field,
      sessions: field,
      forkedFrom: field,
    });
    fc.assert(
      fc.property(record, (value) => {
        expect(recordOf(value).type).not.toBe('');
        expect(recordOf(value, 'index').items.map(({ id }) => id)).toEqual(recordOf(value).items.map(({ id }) => id));
      }),
      { numRuns: 300 },
    );
  });
});
