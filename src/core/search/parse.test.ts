import { fc } from '../../../test/helpers/property.ts';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../contract/errors.ts';
import { formatQuery } from './format.ts';
import { MAX_QUERY_LENGTH, parseQuery } from './parse.ts';
import type { QueryNode } from './query.ts';

const NOW = Date.UTC(2026, 10, 22, 10, 0);
const frame = { now: NOW, timeZone: 'Europe/Berlin' };
const read = (text: string): unknown => brief(parseQuery(text, frame).root);

/** A node as one short text or list. */
function brief(node: QueryNode): unknown {
  switch (node.type) {
    case 'text':
      return node.term.kind === 'regex'
        ? `regex ${node.term.source} ${node.term.flags}`.trim()
        : `${node.term.kind === 'word' && node.term.prefix ? 'prefix' : node.term.kind} ${node.term.text}`;
    case 'filter':
      return `${node.filter.name}:${node.filter.value}`;
    case 'not':
      return { not: brief(node.node) };
    default:
      return { [node.type]: node.nodes.map(brief) };
  }
}

function errorOf(text: string): UserError {
  try {
    parseQuery(text, frame);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`expected \`${text}\` to be refused`);
}

describe('a query', () => {
  it('wants all of its words', () => {
    expect(read('foo  bar\nbaz')).toEqual({ all: ['word foo', 'word bar', 'word baz'] });
    expect(read('foo AND bar')).toEqual({ all: ['word foo', 'word bar'] });
  });

  it('knows phrases, exact text, beginnings and expressions', () => {
    expect(read(String.raw`"a \"b\" \d \\"`)).toBe(String.raw`phrase a "b" \d ` + '\\');
    expect(read('="Foo.bar("')).toBe('exact Foo.bar(');
    expect(read('=Foo.bar(x)')).toBe('exact Foo.bar(x)');
    expect(read('wor*')).toBe('prefix wor');
    expect(read('foo/ba*')).toBe('prefix foo/ba');
    expect(read(String.raw`/fo+ [/]\/ bar/i`)).toBe(String.raw`regex fo+ [/]\/ bar i`);
  });

  it('takes for words what only looks like more', () => {
    for (const word of [
      '--flag',
      '->',
      '-',
      '=>',
      '==',
      '=',
      '*',
      '**',
      'foo.*',
      '/usr/bin/node',
      '/compact',
      'foo(bar)',
      'a/b.ts',
      'https://x.dev/y',
      'Error:',
      'error:',
      'std::string',
      'localhost:3000',
      'C:\\temp',
      'TypeError:x',
    ]) {
      expect([word, read(word)]).toEqual([word, `word ${word}`]);
    }
  });

  it('leaves out, chooses and groups', () => {
    expect(read('foo -bar -"b c" -role:tool -/x/ -(d OR e)')).toEqual({
      all: [
        'word foo',
        { not: 'word bar' },
        { not: 'phrase b c' },
        { not: 'role:tool' },
        { not: 'regex x' },
        { not: { any: ['word d', 'word e'] } },
      ],
    });
    expect(read('a b OR c')).toEqual({ any: [{ all: ['word a', 'word b'] }, 'word c'] });
    expect(read('a (b OR foo(c)) "OR" -OR')).toEqual({
      all: ['word a', { any: ['word b', 'word foo(c)'] }, 'phrase OR', { not: 'word OR' }],
    });
  });

  it('knows filters, quoted or not', () => {
    expect(
      read('agent:Claude project:"my app" Role:tool file:src/x.ts session:claude:1f has:error in:deleted'),
    ).toEqual({
      all: [
        'agent:claude',
        'project:my app',
        'role:tool',
        'file:src/x.ts',
        'session:claude:1f',
        'has:error',
        'in:deleted',
      ],
    });
  });

  it('tells times against the clock and the time zone it is given', () => {
    const times = (text: string) => {
      const { root } = parseQuery(text, frame);
      return root.type === 'filter' && 'from' in root.filter ? [root.filter.from, root.filter.to] : null;
    };
    const berlin = (iso: string): number => Date.parse(iso);
    expect(times('after:2026-11-01')).toEqual([berlin('2026-11-01T00:00+01:00'), null]);
    expect(times('before:yesterday')).toEqual([null, berlin('2026-11-21T00:00+01:00')]);
    expect(times('on:2026-10-25')).toEqual([berlin('2026-10-25T00:00+02:00'), berlin('2026-10-26T00:00+01:00')]);
    expect(times('on:2026-03')).toEqual([berlin('2026-03-01T00:00+01:00'), berlin('2026-04-01T00:00+02:00')]);
    expect(times('after:2026')).toEqual([berlin('2026-01-01T00:00+01:00'), null]);
    expect(times('after:7d')).toEqual([NOW - 7 * 86_400_000, null]);
    expect(times('before:90min')).toEqual([null, NOW - 5_400_000]);
    expect(times('on:1d')).toEqual([berlin('2026-11-21T00:00+01:00'), berlin('2026-11-22T00:00+01:00')]);
    expect(times('after:2026-11-01T09:30')).toEqual([berlin('2026-11-01T09:30+01:00'), null]);
    expect(times('after:2026-11-01T09:30Z')).toEqual([berlin('2026-11-01T09:30Z'), null]);
  });
});

describe('what is wrong is told with its place', () => {
  it.each([
    ['', '', 'nothing to look for'],
    ['   ', '   ', 'nothing to look for'],
    ['foo repo:amc', 'repo:', 'Did you mean `project:amc`?'],
    ['foo projct:amc', 'projct:', 'Did you mean `project:amc`?'],
    ['node:fs', 'node:', 'quote it: "node:fs"'],
    ['xyzzy:1x', 'xyzzy:', 'Filters are agent, project'],
    ['foo agent: bar', 'agent:', 'agent:claude, agent:codex'],
    ['file:"" bar', 'file:""', 'has no value'],
    ['role:promt', 'promt', 'Did you mean `role:prompt`?'],
    ['agent:gemini foo', 'gemini', 'It can be claude, codex.'],
    ['in:trash', 'trash', 'It can be deleted.'],
    ['foo after:2026-13-01', '2026-13-01', '`yesterday`'],
    ['foo on:2026-02-30', '2026-02-30', 'is no date'],
    ['before:soon', 'soon', 'is no date'],
    ['foo /a(b/', '/a(b/', 'unterminated group'],
    ['/[z-a]/i', '/[z-a]/i', 'out of order'],
    ['foo "bar baz', '"bar baz', 'not closed'],
    ['project:"my', '"my', 'not closed'],
    ['="x', '"x', 'not closed'],
    ['foo ""', '""', 'nothing between the quotes'],
    ['foo (bar', '(', 'not closed'],
    ['(a (b OR c)', '(', 'not closed'],
    ['foo (', '(', 'not closed'],
    ['foo) bar', ')', 'Nothing was opened'],
    [') foo', ')', 'Nothing was opened'],
    ['foo ()', '()', 'nothing between the parentheses'],
    ['OR foo', 'OR', 'one is missing'],
    ['foo OR', 'OR', 'one is missing'],
    ['foo (OR bar)', 'OR', 'one is missing'],
    ['a OR OR b', 'OR', 'one is missing'],
    ['-foo', '-foo', 'only says what to leave out'],
    ['-foo -agent:codex', '-foo -agent:codex', 'only says what to leave out'],
    ['foo OR -bar', '-bar', 'only says what to leave out'],
    ['foo OR (-b -c)', '(-b -c)', 'only says what to leave out'],
  ])('%s', (text, wrong, said) => {
    const error = errorOf(text);
    const { from, to } = error.place ?? { from: -1, to: -1 };
    expect(error.code).toBe('query_invalid');
    expect(text.slice(from, to)).toBe(wrong);
    expect(`${error.message} ${error.next}`).toContain(said);
  });

  it('too long', () => {
    expect(errorOf('x'.repeat(MAX_QUERY_LENGTH + 5)).place).toEqual({
      from: MAX_QUERY_LENGTH,
      to: MAX_QUERY_LENGTH + 5,
    });
    expect(read('x'.repeat(MAX_QUERY_LENGTH))).toContain('word x');
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    'foo',
    'b*',
    '"a b"',
    '=X.y',
    '="X y("',
    '/a+ b/i',
    'role:tool',
    'project:"a b"',
    'after:7d',
    'f(x',
    'f(x)',
  ),
  fc.constantFrom(
    'OR',
    '(',
    ')',
    '-',
    ' ',
    '"',
    '--x',
    '->',
    '=',
    '\\',
    ':',
    'AND',
    '-OR',
    'in:deleted',
    'session:a:b',
  ),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);

describe('any text', () => {
  it('is understood or refused with a place inside of it, and what is understood can be written and read again', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), fc.constantFrom('', ' '), (pieces, glue) => {
        const text = pieces.join(glue);
        let parsed;
        try {
          parsed = parseQuery(text, frame);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          const { place } = error as UserError;
          expect(place?.from).toBeGreaterThanOrEqual(0);
          expect(place?.to).toBeLessThanOrEqual(text.length);
          return;
        }
        expect(brief(parseQuery(formatQuery(parsed), frame).root)).toEqual(brief(parsed.root));
      }),
      { numRuns: 2000 },
    );
  });
});
