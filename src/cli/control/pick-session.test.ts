import { describe, expect, it } from 'vitest';
import { makeSession } from '../../../test/helpers/make-session.ts';
import { pickSession, pickSessions } from './pick-session.ts';

const api = makeSession({ id: 'aaaa1111', title: 'Round the ledger', project: 'api', place: 'tmux work:1.0' });
const gateway = makeSession({ id: 'aaab2222', title: 'Fix auth', project: 'api-gateway', place: 'tmux work:2.0' });
const page = makeSession({ id: 'bbbb3333', title: 'Ledger page', project: 'web', agent: 'codex' });
const old = makeSession({ id: 'cccc4444', title: 'Import', project: 'old', value: 'ended' });
const board = [api, gateway, page, old];

const titled = (words: string): string => pickSession(board, words).title;

describe('pickSession', () => {
  it('knows a session by everything that is its own', () => {
    for (const name of ['codex:bbbb3333', 'bbbb3333', 'bbb', 'codex:bbb', 'Ledger PAGE', 'web', 'page ledger']) {
      expect(titled(name), name).toBe('Ledger page');
    }
    expect(titled('work:2.0')).toBe('Fix auth');
    expect(titled('gateway')).toBe('Fix auth');
  });

  it('takes a whole name before a part of another', () => {
    expect(titled('api')).toBe('Round the ledger');
    expect(titled('api-')).toBe('Fix auth');
  });

  it('lists what it could be, safe to print', () => {
    const odd = makeSession({ id: 'dddd5555', title: 'Ledger\u001b[2J\nodd', project: 'x' });
    const message = (words: string): string => {
      try {
        return pickSession([...board, odd], words).title;
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    };
    expect(message('ledger')).toBe(
      [
        '"ledger" could be 3 sessions:',
        '  claude:aaaa1111  api  work:1.0  Round the ledger',
        '  codex:bbbb3333  web  Ledger page',
        '  claude:dddd5555  x  Ledger [2J odd',
      ].join('\n'),
    );
    expect(message('aaa')).toContain('could be 2 sessions');
    expect(message(' ')).toContain('No session');
    expect(message('nobody')).toContain('No session');
  });

  it('means one that has ended only when no other is meant', () => {
    expect(titled('import')).toBe('Import');
    const again = makeSession({ id: 'eeee6666', title: 'Import again', project: 'old' });
    expect(pickSession([...board, again], 'old').title).toBe('Import again');
  });

  it('takes each of several once', () => {
    expect(pickSessions(board, ['api', 'page', 'work:1.0']).map(({ title }) => title)).toEqual([
      'Round the ledger',
      'Ledger page',
    ]);
  });
});
