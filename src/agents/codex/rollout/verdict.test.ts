import { describe, expect, it } from 'vitest';
import { verdictOf, type VerdictInputs } from './verdict.ts';

const NOW = 100 * 60_000;
const MINUTE = 60_000;

function verdict(over: Partial<VerdictInputs>, ageMs = 0) {
  return verdictOf({
    turn: { state: 'running', since: 5 },
    calls: [],
    waiting: null,
    changedAt: NOW - ageMs,
    now: NOW,
    held: 'yes',
    wasWorking: false,
    ...over,
  }).activity;
}

const OVER = { state: 'over', at: 9, how: 'complete' } as const;
const UNKNOWN = { state: 'unknown' } as const;

describe('by its records', () => {
  it('a turn that began works, however long it is silent, while a Codex holds the thread', () => {
    expect(verdict({}, 60 * MINUTE)).toBe('working');
    expect(verdict({ turn: OVER })).toBe('idle');
    expect(verdict({ waiting: { sure: false } }, 60 * MINUTE)).toBe('waiting');
    expect(verdict({ turn: OVER, waiting: { sure: true } })).toBe('idle');
  });

  it('nobody holds it: it has ended, unless somebody out of sight seems to write', () => {
    expect(verdict({ held: 'no', turn: OVER })).toBe('ended');
    expect(verdict({ held: 'no' }, 5_000)).toBe('working');
    expect(verdict({ held: 'no' }, MINUTE)).toBe('unknown');
    expect(verdict({ held: 'no' }, 3 * MINUTE)).toBe('ended');
  });

  it('it does not stay active for ever when it cannot be known who holds it', () => {
    expect(verdict({ held: 'unknown' }, 4 * MINUTE)).toBe('working');
    expect(verdict({ held: 'unknown' }, 6 * MINUTE)).toBe('unknown');
  });
});

it('by its age alone: active under 2 minutes, held to 5', () => {
  const byAge = (ageMs: number, wasWorking: boolean) => verdict({ turn: UNKNOWN, held: 'unknown', wasWorking }, ageMs);
  expect(byAge(MINUTE, false)).toBe('working');
  expect(byAge(3 * MINUTE, false)).toBe('idle');
  expect(byAge(3 * MINUTE, true)).toBe('working');
  expect(byAge(6 * MINUTE, true)).toBe('idle');
});
