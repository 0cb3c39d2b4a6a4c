import { Marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { withLevels } from './markdown-levels.ts';

const levels = (text: string): (number | undefined)[] =>
  withLevels(new Marked().lexer(text))
    .filter(({ type }) => type === 'heading')
    .map(({ level }) => level);

describe('withLevels', () => {
  it('skips none, wherever the text begins', () => {
    expect(levels('### a\n\n### b\n\n##### c\n\n# d\n\n## e')).toEqual([2, 3, 4, 2, 3]);
    expect(levels('# a\n\n## b\n\n### c\n\n## d')).toEqual([2, 3, 4, 3]);
  });
});
