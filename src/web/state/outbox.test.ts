import { describe, expect, it } from 'vitest';
import type { Action } from '../../contract/command.ts';
import { sessionKey } from '../../contract/session.ts';
import { drop, fail, put, type Outgoing } from './outbox.ts';

const out = (key: string, action: Action, id = 's'): Outgoing => ({
  key,
  sessionKey: sessionKey({ agent: 'claude', id }),
  action,
  holdMs: 0,
  at: 0,
});
const approve = (requestId: string): Action => ({ type: 'approve', requestId });
const problem = { message: 'x', next: undefined, mayHaveArrived: true };

describe('put', () => {
  it('takes one decision per request while it is on its way, whatever it says', () => {
    const outbox = put([], out('1', approve('r')));
    expect(outbox).toHaveLength(1);
    expect(put(outbox as Outgoing[], out('2', { type: 'deny', requestId: 'r' }))).toBe('already');
    expect(put(outbox as Outgoing[], out('3', approve('other')))).toHaveLength(2);
  });

  it('takes one interruption per session, and any number of prompts', () => {
    const outbox = [out('1', { type: 'interrupt' }), out('2', { type: 'prompt', text: 'a' })];
    expect(put(outbox, out('3', { type: 'interrupt' }))).toBe('already');
    expect(put(outbox, out('4', { type: 'interrupt' }, 'other'))).toHaveLength(3);
    expect(put(outbox, out('5', { type: 'prompt', text: 'a' }))).toHaveLength(3);
  });

  it('lets a new decision replace one that was not taken, and a retry replace itself', () => {
    const failed = fail([out('1', approve('r'))], '1', problem);
    expect(put(failed, out('2', approve('r')))).toEqual([out('2', approve('r'))]);
    expect(put(failed, out('1', approve('r')))).toEqual([out('1', approve('r'))]);
  });
});

describe('drop', () => {
  it('removes by key', () => {
    expect(drop([out('1', approve('r'))], '1')).toEqual([]);
  });
});
