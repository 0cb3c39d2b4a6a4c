import { describe, expect, it } from 'vitest';
import type { Command } from '../../contract/command.ts';
import { makeSession, permission, stuck } from '../../../test/helpers/make-session.ts';
import { editLines } from './edit-text.ts';
import { receiptText, spanText, stageText } from './receipt-text.ts';
import { requestLine, requestLines } from './request-text.ts';

const NOW = 10_000;

function command(parts: Partial<Command['delivery']>, more: Partial<Command> = {}): Command {
  const { key: sessionKey } = makeSession({ id: 'a' });
  const delivery = { state: 'queued' as const, steps: [], ...parts };
  return { id: 'c1', sessionKey, action: { type: 'prompt', text: 'go\n on' }, createdAt: 0, delivery, ...more };
}

describe('receiptText', () => {
  it('is one line where it is confirmed', () => {
    const steps = [
      { state: 'queued' as const, at: 1_000 },
      { state: 'confirmed' as const, at: 2_234 },
    ];
    const evidence = { source: 'transcript' as const, at: 1, detail: 'recorded\u001b' };
    expect(receiptText(command({ state: 'confirmed', via: 'tmux', evidence, steps }), { title: 'A\u202e b' })).toBe(
      '✓ A b: prompt "go on" confirmed after 1.2 s through tmux: transcript: recorded\n',
    );
  });

  it('says why, what to do and which command it is where it is not', () => {
    const reason = { code: 'no_record', message: 'Nothing\u0007.', next: 'Look.' };
    expect(receiptText(command({ state: 'unknown', reason }), { title: 'A', about: 'x' })).toBe(
      '? A: prompt (x) unknown\n  Nothing . (no_record)\n  Look.\n  command c1\n',
    );
  });
});

describe('stageText', () => {
  it('says how far it is', () => {
    const steps = [{ state: 'accepted' as const, at: NOW - 3_000 }];
    expect(stageText(command({}), NOW)).toBe('queued');
    expect(stageText(command({}, { sendAt: NOW + 4_000 }), NOW)).toBe('is kept for 4.0 s: it can be taken back');
    expect(stageText(command({}, { action: { type: 'prompt', text: 'x', when: 'after_turn' } }), NOW)).toBe(
      'queued until its turn is over',
    );
    expect(stageText(command({ state: 'accepted', via: 'tmux', steps }), NOW)).toBe(
      "accepted through tmux, waits for the agent's own record (3.0 s)",
    );
  });
});

it('spans are short', () => {
  expect([0, 999, 1_234, 9_960, 119_000, 120_000].map(spanText)).toEqual([
    '0 ms',
    '999 ms',
    '1.2 s',
    '10 s',
    '119 s',
    '2 min',
  ]);
});

describe('requests', () => {
  it('hide nothing: what cannot be seen is written out before anything is cut', () => {
    const hidden = permission({ id: 'p', command: 'ls\u200b\n\trm\u202e' });
    expect(requestLine(hidden, 80)).toBe('wants to: ls[U+200B] rm[U+202E]');
    expect(requestLine(hidden, 16)).toBe('wants to: ls[U+…');
    expect(requestLines(hidden, { now: NOW, most: 9 })).toContain('| \trm[U+202E]');
  });

  it('say when a limit ends, while that is ahead', () => {
    const limited = stuck({ id: 'e', text: 'Limit reached', resetsAt: NOW + 3_600_000 });
    expect(requestLines(limited, { now: NOW, most: 9 })).toContain('it goes on in 1 h');
    expect(requestLines(limited, { now: NOW + 3_600_001, most: 9 }).join('\n')).not.toContain('goes on');
  });
});

describe('editLines', () => {
  it('shows what changes, with a little around it', () => {
    expect(editLines({ path: 'a', before: '1\n2\n3\n4\n5\n', after: '1\n2\n3\n4\nx\n5\n' })).toEqual([
      'edit a',
      '  2',
      '  3',
      '  4',
      '+ x',
      '  5',
    ]);
  });

  it('of a new file, of one that is emptied, of lines that repeat', () => {
    expect(editLines({ path: 'a', before: '', after: 'x\ny' })).toEqual(['edit a', '+ x', '+ y']);
    expect(editLines({ path: 'a', before: 'x', after: '' })).toEqual(['edit a', '- x']);
    expect(editLines({ path: 'a', before: 'a\na', after: 'a\na\na' })).toEqual(['edit a', '  a', '  a', '+ a']);
    expect(editLines({ path: 'a', before: 'a\na\na', after: 'a' })).toEqual(['edit a', '  a', '- a', '- a']);
  });
});
