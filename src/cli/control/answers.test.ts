import { describe, expect, it } from 'vitest';
import type { FormField, Question } from '../../contract/request.ts';
import { questionAnswers } from './answers.ts';
import { formAnswers } from './form-answers.ts';
import { matchLabels } from './match-labels.ts';

describe('matchLabels', () => {
  const labels = ['Postgres', 'SQLite', 'Both, in turn', '3', 'Postfix'];

  it.each([
    [['sqlite'], ['SQLite']],
    [['2'], ['SQLite']],
    [['both, in turn'], ['Both, in turn']],
    [['SQLite, postg'], ['Postgres', 'SQLite']],
    [
      ['1', 'SQLite', '1'],
      ['Postgres', 'SQLite'],
    ],
    [['3'], ['3']],
  ])('%j', (typed, expected) => {
    expect(matchLabels(typed, labels)).toEqual({ labels: expected, unknown: null });
  });

  it.each([
    [['post'], 'post'],
    [['6'], '6'],
    [['0'], '0'],
    [['SQLite,x'], 'x'],
    [[''], ''],
    [[','], ','],
  ])('%j is none', (typed, unknown) => {
    expect(matchLabels(typed, labels)).toEqual({ labels: [], unknown });
  });
});

const options = [{ label: 'Postgres' }, { label: 'SQLite' }];
const base: Question = { id: 'a', text: 'Which?', multiSelect: false, options, takesFreeText: true };
const part = (chosen: string[], text?: string) => new Map([[0, { chosen, ...(text === undefined ? {} : { text }) }]]);

describe('questionAnswers', () => {
  it('takes one answer, or several where several are taken', () => {
    expect(questionAnswers([base], part(['1']))).toEqual({ a: { labels: ['Postgres'] } });
    expect(() => questionAnswers([base], part(['1,2']))).toThrow('takes one answer');
    expect(() => questionAnswers([base], part(['1'], 'own'))).toThrow('takes one answer');
    const several = { ...base, multiSelect: true };
    expect(questionAnswers([several], part(['2,1'], 'own'))).toEqual({
      a: { labels: ['Postgres', 'SQLite'], text: 'own' },
    });
  });

  it('takes words for an option only where they name one, and own words only where it takes any', () => {
    expect(() => questionAnswers([base], part(['Oracle']))).toThrow(/no option "Oracle"\. In your own words/);
    const closed = { ...base, takesFreeText: false };
    expect(() => questionAnswers([closed], part(['Oracle']))).toThrow(/no option "Oracle"\. It is asked/);
    expect(() => questionAnswers([closed], part([], 'own'))).toThrow('only its options');
    const open = { ...base, options: [] };
    expect(questionAnswers([open], part(['as', 'typed']))).toEqual({ a: { labels: [], text: 'as typed' } });
  });

  it('wants an answer to every question, and to no other', () => {
    expect(() => questionAnswers([base], new Map())).toThrow('has no answer');
    expect(() => questionAnswers([base, { ...base, id: 'b' }], part(['1']))).toThrow('Question 2 has no answer');
    expect(() => questionAnswers([base], new Map([[1, { chosen: ['1'] }]]))).toThrow('no question 2: 1 is asked');
  });
});

describe('formAnswers', () => {
  const zones = [
    { value: 'eu', label: 'Europe' },
    { value: 'us', label: 'America' },
  ];
  const field = (more: Partial<FormField>): FormField => ({
    id: 'f',
    label: 'The field',
    type: 'text',
    required: false,
    ...more,
  });
  const one = (more: Partial<FormField>, ...words: string[]): unknown => formAnswers([field(more)], words).f;

  it.each([
    [{}, ['f=a=b '], { labels: [], text: 'a=b ' }],
    [{}, ['the field='], { labels: [], text: '' }],
    [{ initial: 'as it was' }, [], { labels: [], text: 'as it was' }],
    [{}, [], undefined],
    [{ type: 'boolean' }, ['f=No'], { labels: [], text: 'false' }],
    [{ type: 'number' }, ['f=-1.5e3'], { labels: [], text: '-1.5e3' }],
    [{ type: 'select', options: zones }, ['f=us'], { labels: ['America'] }],
    [{ type: 'select', options: zones, initial: 'eu' }, [], { labels: ['Europe'] }],
    [{ type: 'multi_select', options: zones }, ['f=us', 'f=1'], { labels: ['Europe', 'America'] }],
  ] as const)('%j %j', (more, words, answer) => {
    expect(one({ ...more } as Partial<FormField>, ...words)).toEqual(answer);
  });

  it.each([
    [{ required: true }, [], 'is needed'],
    [{}, ['g=1'], 'names no field'],
    [{}, ['f'], 'names no field'],
    [{}, ['f=1', 'f=2'], 'more than once'],
    [{ type: 'boolean' }, ['f=maybe'], 'yes or no'],
    [{ type: 'integer' }, ['f=1.5'], 'a whole number'],
    [{ type: 'number' }, ['f='], 'a number'],
    [{ type: 'select', options: zones }, ['f=asia'], 'no option "asia"'],
    [{ type: 'select', options: zones }, ['f=eu', 'f=us'], 'takes one option'],
  ] as const)('%j %j is refused', (more, words, why) => {
    expect(() => one({ ...more } as Partial<FormField>, ...words)).toThrow(why);
  });

  it('keeps names that an object would take for something else', () => {
    const answers = formAnswers([field({ id: '__proto__' })], ['__proto__=x']);
    expect(Object.keys(answers)).toEqual(['__proto__']);
  });
});
