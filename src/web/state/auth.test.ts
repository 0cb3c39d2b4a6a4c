import { describe, expect, it } from 'vitest';
import { codeIn } from './auth.ts';

describe('codeIn', () => {
  it('reads the code behind /login and behind any page', () => {
    expect(codeIn({ pathname: '/login', hash: '#abc-_1' })).toBe('abc-_1');
    expect(codeIn({ pathname: '/login', hash: '#code=abc' })).toBe('abc');
    expect(codeIn({ pathname: '/s/claude%3Ax', hash: '#code=abc' })).toBe('abc');
  });

  it('takes nothing else for a code', () => {
    expect(codeIn({ pathname: '/login', hash: '' })).toBeNull();
    expect(codeIn({ pathname: '/', hash: '#abc' })).toBeNull();
    expect(codeIn({ pathname: '/', hash: '#code=' })).toBeNull();
    expect(codeIn({ pathname: '/login', hash: '#other=1' })).toBeNull();
    expect(codeIn({ pathname: '/login', hash: '#%zz' })).toBeNull();
  });
});
