import { describe, expect, test } from 'vitest';
import type { Action } from '../contract/command.ts';
import { advance, isSettled, newDelivery } from './delivery.ts';
import type { Observation, TerminalDecision } from './observation.ts';
import { judge } from './receipts.ts';

const evidence = { source: 'transcript', at: 9, detail: 'recorded as a prompt' } as const;

describe('a delivery', () => {
  test('is confirmed with evidence only', () => {
    const sent = advance(newDelivery(1), { state: 'delivering', at: 2 });
    const accepted = sent && advance(sent, { state: 'accepted', at: 3, via: 'tmux' });
    expect(accepted && advance(accepted, { state: 'confirmed', at: 4 })).toBeNull();
    expect(accepted && advance(accepted, { state: 'confirmed', at: 4, evidence })).toMatchObject({
      state: 'confirmed',
      via: 'tmux',
    });
  });

  test('that is unknown can still be proven, and nothing else', () => {
    const sent = advance(newDelivery(1), { state: 'delivering', at: 2 });
    const unknown = sent && advance(sent, { state: 'unknown', at: 3, reason: { code: 'x', message: 'x' } });
    expect(unknown && advance(unknown, { state: 'accepted', at: 4 })).toBeNull();
    const proven = unknown && advance(unknown, { state: 'confirmed', at: 4, evidence });
    expect(proven).toMatchObject({ state: 'confirmed' });
    expect(proven?.reason).toBeUndefined();
  });

  test('that ended stays ended', () => {
    const refused = advance(newDelivery(1), { state: 'refused', at: 2, reason: { code: 'x', message: 'x' } });
    expect(refused && isSettled(refused)).toBe(true);
    expect(refused && advance(refused, { state: 'delivering', at: 3 })).toBeNull();
  });

  test('keeps the channel when the proof was quicker than its reply', () => {
    const sent = advance(newDelivery(1), { state: 'delivering', at: 2 });
    const confirmed = sent && advance(sent, { state: 'confirmed', at: 3, evidence });
    expect(confirmed && advance(confirmed, { state: 'accepted', at: 4, via: 'tmux' })).toMatchObject({
      state: 'confirmed',
      via: 'tmux',
    });
  });
});

describe('receipts', () => {
  const session = { agent: 'claude', id: 'one' } as const;
  const prompt: Action = { type: 'prompt', text: 'one\r\ntwo\n' };
  const recorded = (text: string, at: number, recordId = 'p1'): Observation => ({
    type: 'prompt_recorded',
    session,
    source: 'hook',
    at,
    text,
    recordId,
    queued: false,
  });
  const on = (action: Action, observation: Observation, used: string[] = []) =>
    judge({ commandId: 'c', action, since: 1_000 }, observation, new Set(used))?.verdict ?? null;

  test('what AMC typed is proven by what the terminal decided, and by nothing else', () => {
    const closed = (inTerminal: TerminalDecision | undefined, at = 2_000): Observation => ({
      type: 'request_closed',
      session,
      source: 'transcript',
      at,
      requestId: 'r',
      by: 'elsewhere',
      detail: 'transcript: accept by user_temporary',
      ...(inTerminal === undefined ? {} : { inTerminal }),
    });
    const told = (action: Action, observation: Observation, typed = true) =>
      judge({ commandId: 'c', action, since: 1_000, typed }, observation, new Set())?.verdict ?? null;
    const approve: Action = { type: 'approve', requestId: 'r' };
    const deny: Action = { type: 'deny', requestId: 'r' };
    const answer: Action = { type: 'answer', requestId: 'r', answers: { q1: { labels: ['Red'] } } };
    expect(told(approve, closed({ decision: 'allowed' }))).toBe('confirmed');
    expect(told(approve, closed({ decision: 'denied' }))).toBe('overtaken');
    expect(told(approve, closed({ decision: 'allowed' }), false)).toBe('overtaken');
    expect(told(approve, closed({ decision: 'allowed' }, 500))).toBe('overtaken');
    expect(told(approve, closed(undefined))).toBe('overtaken');
    expect(told(deny, closed({ decision: 'denied' }))).toBe('confirmed');
    expect(told(answer, closed({ decision: 'allowed', answers: { q1: 'Red' } }))).toBe('confirmed');
    expect(told(answer, closed({ decision: 'allowed', answers: { q1: 'Blue' } }))).toBe('overtaken');
    expect(told(answer, closed({ decision: 'allowed' }))).toBe('overtaken');
  });

  test('a prompt whose tabs became blanks is proven, and its receipt says so', () => {
    const action: Action = { type: 'prompt', text: 'a\tb\n\t\tc' };
    const verdict = (text: string) => judge({ commandId: 'c', action, since: 1_000 }, recorded(text, 2_000), new Set());
    expect(verdict('a    b\n        c')).toMatchObject({
      verdict: 'confirmed',
      evidence: { detail: 'recorded as a prompt, each tab as four blanks' },
    });
    expect(verdict('a b\n  c')).toBeNull();
  });

  test('a dialog of its start: a yes by the session that begins, a no by the end of the process', () => {
    const merged = (into: Observation['session'] | null): Observation => ({
      type: 'merged',
      session,
      source: 'registry',
      at: 2_000,
      into,
      detail: 'begun',
    });
    const begun = merged({ agent: 'claude', id: 'two' });
    expect(on({ type: 'approve', requestId: 'r' }, begun)).toBe('confirmed');
    expect(on({ type: 'approve', requestId: 'r' }, merged(null))).toBeNull();
    expect(on({ type: 'deny', requestId: 'r' }, begun)).toBeNull();
    expect(on({ type: 'deny', requestId: 'r' }, merged(null))).toBe('confirmed');
  });

  test('a prompt is proven by a record of exactly its text, made since', () => {
    expect(on(prompt, recorded('one\ntwo', 1_200))).toBe('confirmed');
    expect(on(prompt, recorded('one two', 1_200))).toBeNull();
    expect(on(prompt, recorded('one\ntwo', 800))).toBeNull();
  });

  test('one record proves one command', () => {
    expect(on(prompt, recorded('one\ntwo', 1_200, 'p1'), ['p1'])).toBeNull();
  });

  test('an answer is proven by the agent saying it was ours; answered elsewhere rules it out', () => {
    const approve: Action = { type: 'approve', requestId: 'r' };
    const closed = (by: 'amc' | 'elsewhere' | 'unknown', requestId = 'r'): Observation => ({
      type: 'request_closed',
      session,
      source: 'transcript',
      at: 2_000,
      requestId,
      by,
      detail: 'allowed by hook',
    });
    expect(on(approve, closed('amc'))).toBe('confirmed');
    expect(on(approve, closed('elsewhere'))).toBe('overtaken');
    expect(on(approve, closed('unknown'))).toBeNull();
    expect(on(approve, closed('amc', 'other'))).toBeNull();
  });

  test('a prompt with files is proven with their paths in its record, and without', () => {
    const action: Action = { type: 'prompt', text: 'look at this', attachments: [{ path: '/tmp/a b.png' }] };
    expect(on(action, recorded('look at this', 1_200))).toBe('confirmed');
    expect(on(action, recorded('@/tmp/a b.png look at this', 1_200))).toBe('confirmed');
    expect(on(action, recorded('look at this\n/tmp/a b.png', 1_200))).toBe('confirmed');
    expect(on(action, recorded('look at that /tmp/a b.png', 1_200))).toBeNull();
  });

  test('what was done names the value: another mode is another one’s', () => {
    const done = (action: 'mode' | 'rename' | 'compact', value?: string, at = 1_200): Observation => ({
      type: 'done',
      session,
      source: 'transcript',
      at,
      action,
      detail: 'recorded',
      ...(value === undefined ? {} : { value }),
    });
    expect(on({ type: 'mode', mode: 'plan' }, done('mode', 'plan'))).toBe('confirmed');
    expect(on({ type: 'mode', mode: 'plan' }, done('mode', 'default'))).toBeNull();
    expect(on({ type: 'mode', mode: 'plan' }, done('mode'))).toBeNull();
    expect(on({ type: 'rename', title: 'A  title' }, done('rename', 'A  title\n'))).toBe('confirmed');
    expect(on({ type: 'compact' }, done('compact'))).toBe('confirmed');
    expect(on({ type: 'compact' }, done('compact', undefined, 500))).toBeNull();
    expect(on({ type: 'clear' }, done('compact'))).toBeNull();
  });

  test('a record of later than what can be meant proves nothing', () => {
    const pending = { commandId: 'c', action: prompt, since: 1_000, until: 2_000 };
    expect(judge(pending, recorded('one\ntwo', 2_001), new Set())).toBeNull();
    expect(judge(pending, recorded('one\ntwo', 2_000), new Set())).not.toBeNull();
  });
});
