import { describe, expect, it } from 'vitest';
import { newVitals, shownVitals } from './vitals.ts';

describe('vitals', () => {
  it('keep what is not named, and are no news when nothing is another', () => {
    expect(newVitals({ contextTokens: 1, subagents: 0 }, { contextTokens: 2 })).toEqual({
      contextTokens: 2,
      subagents: 0,
    });
    expect(newVitals({ contextTokens: 2 }, { contextTokens: 2, contextWindow: null })).toBeNull();
    expect(newVitals(undefined, { contextWindow: null })).toBeNull();
  });

  it('that are not known any more are not shown', () => {
    const facts = newVitals({ contextTokens: 2, contextWindow: 10 }, { contextTokens: null });
    expect(shownVitals(facts ?? {}, { tokens: 5 }, 'idle')).toEqual({ contextWindow: 10, tokens: 5 });
    expect(shownVitals(undefined, {}, 'idle')).toBeNull();
  });

  it('say that nobody works for a session that has ended', () => {
    const facts = { subagents: 2, backgroundTasks: 1, contextTokens: 7 };
    expect(shownVitals(facts, {}, 'ended')).toEqual({ contextTokens: 7 });
  });
});
