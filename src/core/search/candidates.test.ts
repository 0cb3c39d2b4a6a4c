import { fc } from '../../../test/helpers/property.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadDriver, type Database } from '../../store/driver.ts';
import { ftsExpression } from './candidates.ts';
import { finderOf } from './find.ts';
import { Matcher } from './match.ts';
import { parseQuery } from './parse.ts';

const frame = { now: 0, timeZone: 'UTC' };
const expressionOf = (query: string): string | null => ftsExpression(parseQuery(query, frame).root);
let database: Database;

beforeAll(async () => {
  database = (await loadDriver())(':memory:');
  database.exec(`CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=none, columnsize=0,
    tokenize='unicode61 remove_diacritics 2')`);
});

describe('ftsExpression', () => {
  it.each([
    ['foo', '"foo"'],
    ['foo bar foo', '("foo" AND "bar")'],
    ['"foo bar" OR -x baz', '(("foo" AND "bar") OR "baz")'],
    ['foo -bar', '"foo"'],
    ['(a OR b) c', '(("a" OR "b") AND "c")'],
    ['foo.bar*', '("foo" AND "bar"*)'],
    ['foo ba*', '"foo"'],
    ['a*', null],
    ['src/core/foo_bar.ts', '("src" AND "core" AND "foo" AND "bar" AND "ts")'],
    ['="Foo.bar("', '("Foo" AND "bar")'],
    ['role:tool foo', '"foo"'],
    ['role:tool OR foo', null],
    ['→', null],
    ['日本 foo', '"foo"'],
    ['/foo/', null],
    ['/ foo bar/', '("foo" AND "bar"*)'],
    [String.raw`/^\s*import foo\.bar+ x?y z\/w (a|b) end$/`, '("foo" AND "bar"* AND "z" AND "w" AND "end")'],
    ['/^(import|export) foo from/', '("foo" AND "from"*)'],
    ['/^foo |^bar/', null],
    ['/ a{0,3} bbb{2} cccc{0,1} ddd+ e /', '("bbb"* AND "ccc"* AND "ddd"* AND "e")'],
    [String.raw`/ \bfoo\b \w+ \u0041 /`, null],
  ])('%s', (query, expected) => {
    expect(expressionOf(query)).toBe(expected);
  });
});

const words = ['foo', 'Foo', 'fóo', 'fo\u0301o', 'bar', 'foobar', 'baz9', 'é', 'E', '日本', 'x', 'FOO'];
const gaps = [' ', '\n', '.', '_', '/', ' -> ', '', '\u0301', '🎉 ', '\t', '(', '¿'];
const document = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(...gaps)), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.flat().join(''));
const sources = [
  'foo bar',
  '^foo',
  'bar$',
  String.raw`foo\.ba+`,
  String.raw`\sfoo\s`,
  'fo{2} ',
  '_bar?_',
  '(foo|x) bar ',
  '[fx]oo bar baz9 ',
  ' foo(?= )',
  String.raw`\(foo|bar `,
  '.foo.bar.',
  String.raw`-> \w+ foo `,
  ' é bar ',
];
const term = fc.oneof(
  fc.constantFrom(
    ...words,
    'foo*',
    'fo*',
    'ba*',
    '"foo bar"',
    '"bar, foo x"',
    'foo_bar',
    '="foo bar"',
    '="foo"',
    '="Foo."',
  ),
  fc
    .tuple(fc.constantFrom(...sources), fc.constantFrom('', 'i', 's', 'u'))
    .map(([source, flags]) => `/${source}/${flags}`),
);
const { query } = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3 },
    term,
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `${a} ${b}`),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `(${a} OR ${b})`),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `${a} -(${b})`),
  ),
}));

describe('candidates', () => {
  it('are all texts that match', () => {
    const clear = database.prepare(`INSERT INTO words (words) VALUES ('delete-all')`);
    const insert = database.prepare('INSERT INTO words (rowid, text) VALUES (1, ?)');
    const ask = database.prepare('SELECT rowid FROM words WHERE words MATCH ?');
    let matched = 0;
    fc.assert(
      fc.property(document, query, (text, typed) => {
        const parsed = parseQuery(typed, frame);
        const item = { kind: 'reply' as const, id: 'r', offset: 0, text };
        const matches = new Matcher(parsed).match([item], () => true).length > 0;
        const expression = ftsExpression(parsed.root);
        if (expression === null) return;
        clear.run();
        insert.run(text);
        const isCandidate = ask.all(expression).length > 0;
        if (matches) matched += 1;
        if (matches) expect([text, typed, expression, isCandidate]).toEqual([text, typed, expression, true]);
      }),
      { numRuns: 2000 },
    );
    expect(matched).toBeGreaterThan(100);
  });

  it('can be asked for however long the query is', () => {
    const long = Array.from({ length: 250 }, (_, index) => `w${index}`).join(' ');
    const deep = `${'(a OR b ('.repeat(80)}c${'))'.repeat(80)}`;
    for (const typed of [long.slice(0, 999), deep]) {
      expect(() =>
        database.prepare('SELECT rowid FROM words WHERE words MATCH ?').all(expressionOf(typed)),
      ).not.toThrow();
    }
  });
});

describe('finderOf', () => {
  const find = (query: string, text: string): string[] => {
    const { root } = parseQuery(query, frame);
    if (root.type !== 'text') throw new Error('expected one term');
    return finderOf(root.term)(text, 9).map(({ from, to }) => text.slice(from, to));
  };

  it.each([
    ['err', 'error Err err_x terr', ['Err', 'err']],
    ['err*', 'error Err terr', ['err', 'Err']],
    ['cafe', 'Café CAFE cafe\u0301 cafes', ['Café', 'CAFE', 'cafe\u0301']],
    ['foo_bar', 'foo_bar foo.bar foo  bar foobar foo x bar', ['foo_bar', 'foo.bar', 'foo  bar']],
    ['--flag', 'run --flag --flags -flag', ['flag', 'flag']],
    ['a/b.ts', 'src/a/b.ts a/b.tsx', ['a/b.ts']],
    ['"two words"', 'two\n  words twowords', ['two\n  words']],
    ['="Foo.bar("', 'Foo.bar( foo.bar( myFoo.bar(', ['Foo.bar(']],
    ['=Foo', 'Foo foo Foos', ['Foo']],
    ['="a  b"', 'a b a  b', ['a  b']],
    ['=+x', 'a+x a+xy', ['+x']],
    ['→', 'a→b →', ['→', '→']],
    ['"++"', 'c++ and ++', ['++', '++']],
    ['日本', '日本語', ['日本']],
    ['/b+a/', 'abba Bba\nba', ['bba', 'ba', 'ba']],
    ['/B+A/i', 'abba', ['bba']],
    ['/^x/', 'x\nx', ['x', 'x']],
    ['/x*/', 'aaa', []],
    ['b', 'a\u0301b b', ['b']],
  ])('%s in %j', (query, text, expected) => {
    expect(find(query, text)).toEqual(expected);
  });
});
