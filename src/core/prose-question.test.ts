import { describe, expect, it } from 'vitest';
import { proseQuestion } from './prose-question.ts';

describe('a message that ends by asking', () => {
  it('is told by its last paragraph, and by the end of a long one', () => {
    expect(proseQuestion('I did it.\n\nShall I go on?\n')).toBe('Shall I go on?');
    const long = `${'x'.repeat(600)}. Then this comes. Shall I?`;
    expect(proseQuestion(long)).toBe('Then this comes. Shall I?');
    expect(proseQuestion(`${'y'.repeat(700)}?`)).toHaveLength(500);
  });

  it.each([
    '**Shall I go on?**',
    'Shall I go on? 🙂',
    'He said "shall I?"',
    '(Or is it the other one?)',
    'Really?!',
    '継続しますか？',
    '続けてもよろしいでしょうか。',
    '要继续吗',
    'هل أتابع؟',
    '¿Sigo?',
    'Να συνεχίσω;',
    'Շարունակե՞մ։',
  ])('%s', (message) => expect(proseQuestion(`Done.\n\n${message}`)).toBe(message));

  it('may show what there is to choose from, or the code it asks about', () => {
    const options = 'Which one do you want?\n\n1. SQLite\n2. Postgres\n   (a server)';
    expect(proseQuestion(`Done.\n\n${options}`)).toBe(options);
    expect(proseQuestion('Which one?\n- A\n- B')).toBe('Which one?\n- A\n- B');
    expect(proseQuestion('Two things:\n\n- Which colour?\n- Which size?')).toBe('- Which colour?\n- Which size?');
    expect(proseQuestion('Shall I run this?\n\n```sh\nrm -r build\n```')).toBe('Shall I run this?');
  });
});

describe('a message that does not ask', () => {
  it.each([
    '',
    'Is it? Yes.',
    'Let me know if I should go on.',
    'Here it is:\n\n```js\nconst a = b ?\n```',
    'Here it is:\n```\nwhat?',
    '> Why does it fail?',
    '## What is next?',
    'See https://example.com/find?',
    'The route is `GET /find?`',
    '**What changed?**\n- a file\n- another one',
    'What I did:\n\n- asked why?\n- found it',
    'Here is the plan.\n\n1. Look\n2. Change',
  ])('%j', (message) => expect(proseQuestion(message)).toBe(null));
});
