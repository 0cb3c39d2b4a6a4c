import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../contract/audit.ts';
import { sessionKey } from '../../../contract/session.ts';
import { groupsOf, told } from './groups.ts';

const line = (seq: number, commandId: string, rest: Partial<AuditEntry> = {}): AuditEntry => ({
  seq,
  at: seq,
  commandId,
  sessionKey: sessionKey({ agent: 'claude', id: 's' }),
  what: 'prompt: hello',
  state: 'queued',
  ...rest,
});

describe('the audit log as commands', () => {
  const groups = groupsOf([
    line(5, 'a', { state: 'confirmed' }),
    line(4, 'b', { state: 'delivering' }),
    line(3, 'a', { state: 'accepted', via: 'tmux work:1.0' }),
    line(3, 'a', { state: 'accepted', via: 'tmux work:1.0' }),
    line(2, 'b'),
    line(1, 'a'),
  ]);

  it('begins with the one that moved last; steps are in order, each once', () => {
    expect(groups.map(({ commandId, last, steps }) => [commandId, last.state, steps.map(({ seq }) => seq)])).toEqual([
      ['a', 'confirmed', [1, 3, 5]],
      ['b', 'delivering', [2, 4]],
    ]);
  });

  it('knows the channel from the step that told it', () => {
    expect(groups.map((group) => told(group, 'via'))).toEqual(['tmux work:1.0', undefined]);
  });
});
