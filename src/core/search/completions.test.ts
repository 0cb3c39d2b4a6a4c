import { describe, expect, it } from 'vitest';
import { completions } from './completions.ts';

/** `|` is the cursor; what each completion makes of the text. */
const offered = (typed: string): string[] => {
  const cursor = typed.indexOf('|');
  const text = typed.replace('|', '');
  return completions(text, cursor).map(({ from, to, text: put }) => text.slice(0, from) + put + text.slice(to));
};

describe('completions', () => {
  it('offers the names of filters', () => {
    expect(offered('|')).toHaveLength(13);
    expect(offered('foo a|')).toEqual(['foo agent:', 'foo after:']);
    expect(offered('-(pro|')).toEqual(['-(project:']);
    expect(offered('Ro| x')).toEqual(['role: x']);
  });

  it('offers values where all are known, or examples', () => {
    expect(offered('role:|')).toContain('role:output');
    expect(offered('-agent:co| x')).toEqual(['-agent:codex x']);
    expect(offered('agent:cl|aude')).toEqual(['agent:claude']);
    expect(offered('after:y|')).toEqual(['after:yesterday']);
    expect(offered('project:a|')).toEqual([]);
    expect(offered('nofilter:a|')).toEqual([]);
  });

  it('offers nothing in a phrase, an expression or behind a word', () => {
    expect(offered('"a|')).toEqual([]);
    expect(offered('/a|')).toEqual([]);
    expect(offered('foo.a|')).toEqual([]);
    expect(offered('"b" a|')).not.toEqual([]);
  });
});
