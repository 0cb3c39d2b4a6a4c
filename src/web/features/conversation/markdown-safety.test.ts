import { describe, expect, it } from 'vitest';
import { decodeEntities, isTooDeep, safeUrl } from './markdown-safety.ts';

describe('safeUrl', () => {
  it('lets absolute web addresses through', () => {
    expect(safeUrl('https://example.org/a?b#c')).toBe('https://example.org/a?b#c');
    expect(safeUrl('HTTP://example.org')).toBe('HTTP://example.org');
  });

  it('takes the link from everything else', () => {
    for (const url of [
      'javascript:alert(1)',
      ' javascript:alert(1)',
      'java\nscript:x',
      'data:text/html,x',
      'vbscript:x',
      '//evil',
      '/api',
      '#x',
      'file:///etc',
      'https://',
      '',
    ]) {
      expect(safeUrl(url)).toBe('');
    }
  });
});

describe('isTooDeep', () => {
  it('knows what no person writes', () => {
    for (const text of [
      '>'.repeat(10_000),
      '- '.repeat(500),
      '1. '.repeat(100),
      '**a '.repeat(10_000),
      '['.repeat(5_000),
      'x'.repeat(200_001),
    ])
      expect(isTooDeep(text)).toBe(true);
  });

  it('lets ordinary text through', () => {
    for (const text of [
      '> > quoted',
      '- a\n  - b\n    - c',
      '**bold** [x](y)',
      '-'.repeat(80),
      '*'.repeat(80),
      '- **a** b\n'.repeat(400),
      '| a | b |\n|---|---|',
    ]) {
      expect(isTooDeep(text)).toBe(false);
    }
  });
});

describe('decodeEntities', () => {
  it('turns the common ones and numbers into characters', () => {
    expect(decodeEntities('a &amp; b &lt;c&gt; &#39;d&#x27; &nbsp;')).toBe("a & b <c> 'd' \u00a0");
  });

  it('leaves what it does not know, and what is no character', () => {
    for (const text of ['&foo; &constructor; & ; &#0; &#xD800; &#9999999;', 'plain'])
      expect(decodeEntities(text)).toBe(text);
  });
});
