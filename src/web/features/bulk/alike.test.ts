import { describe, expect, it } from 'vitest';
import { makeSession, permission } from '../../../../test/helpers/make-session.ts';
import { alikeOf, isPreselected } from './alike.ts';

const none = { channel: 'none', reason: 'x' } as const;

describe('permissions that are alike', () => {
  const one = makeSession({ id: 'a', requests: [permission({ id: '1' }), permission({ id: '2', waits: 9_999_999 })] });
  const two = makeSession({ id: 'b', requests: [permission({ id: '3' }), permission({ id: '4', tool: 'Edit' })] });

  it('are of one tool, longest wait first; one alone is not alike', () => {
    const [bash, ...others] = alikeOf([one, two]);
    expect(others).toEqual([]);
    expect(bash).toMatchObject({ tool: 'Bash', sessions: 2 });
    expect(bash?.asks.map(({ request }) => request.id)).toEqual(['2', '1', '3']);
  });

  it('are chosen from the start only where nothing has to be looked at twice', () => {
    const risky = permission({ id: '1', risks: ['Deletes files'] });
    const closed = permission({ id: '2', answer: none });
    const plain = permission({ id: '3' });
    const asks = alikeOf([makeSession({ id: 'a', requests: [risky, closed, plain] })])[0]?.asks ?? [];
    expect(asks.map((ask) => [ask.request.id, isPreselected(ask)])).toEqual([
      ['1', false],
      ['2', false],
      ['3', true],
    ]);
  });
});
