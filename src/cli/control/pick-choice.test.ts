import { describe, expect, it } from 'vitest';
import type { Choice } from '../../contract/request.ts';
import { pickAllowing, pickDenying } from './pick-choice.ts';

const choice = (id: string, effect: Choice['effect'], takesMessage = false): Choice => ({
  id,
  label: `Label ${id}`,
  effect,
  takesMessage,
});
const choices = [
  choice('always', 'allow_always'),
  choice('yes', 'allow'),
  choice('edits', 'allow'),
  choice('cancel', 'cancel'),
  choice('no', 'deny'),
  choice('because', 'deny', true),
];

describe('pickAllowing', () => {
  it('allows only this unless more is wished', () => {
    expect(pickAllowing(choices, {}).id).toBe('yes');
    expect(pickAllowing(choices, { always: true }).id).toBe('always');
    expect(['edits', '3', 'label EDITS'].map((name) => pickAllowing(choices, { choice: name }).id)).toEqual([
      'edits',
      'edits',
      'edits',
    ]);
  });

  it('does not guess', () => {
    expect(() => pickAllowing([...choices, choice('ever', 'allow_always')], { always: true })).toThrow(
      'several "always"',
    );
    expect(() => pickAllowing([choice('always', 'allow_always')], {})).toThrow('cannot be allowed');
    expect(() => pickAllowing(choices, { choice: 'no' })).toThrow('does not allow');
    for (const name of ['7', '0', 'label', ''])
      expect(() => pickAllowing(choices, { choice: name }), name).toThrow('no choice');
  });
});

describe('pickDenying', () => {
  it('denies only this unless more is wished; a message goes where it is taken', () => {
    expect(pickDenying(choices, {}).id).toBe('no');
    expect(pickDenying(choices, { stop: true }).id).toBe('cancel');
    expect(pickDenying(choices, { message: 'why' }).id).toBe('because');
    expect(pickDenying([choice('cancel', 'cancel')], {}).id).toBe('cancel');
  });

  it('drops no message and stops nothing that cannot be stopped', () => {
    expect(() => pickDenying(choices, { message: 'why', choice: 'no' })).toThrow('no message');
    expect(() => pickDenying(choices, { message: 'why', stop: true })).toThrow('no message');
    expect(() => pickDenying([choice('no', 'deny')], { stop: true })).toThrow('so that the turn stops');
    expect(() => pickDenying(choices, { choice: 'yes' })).toThrow('does not deny');
    expect(() => pickDenying([choice('yes', 'allow')], {})).toThrow('cannot be denied');
  });
});
