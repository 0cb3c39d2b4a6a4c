import { describe, expect, it } from 'vitest';
import { advance, newDelivery, type DeliveryStep } from '../../../core/delivery.ts';
import type { Action, Command } from '../../../contract/command.ts';
import type { Session } from '../../../contract/session.ts';
import { makeSession, MINUTE, permission, proseQuestion } from '../../../../test/helpers/make-session.ts';
import { queuesOf } from './queue.ts';

const none = { commands: new Map<string, Command>(), outbox: [] };
const asking = (id: string, waits: number, parts: Partial<Session> & { project?: never } = {}): Session =>
  makeSession({ id, value: 'needs_attention', requests: [permission({ id: `r-${id}`, waits })], ...parts });

function decided(session: Session, action: Action, ...steps: Omit<DeliveryStep, 'at'>[]): typeof none {
  const delivery = steps.reduce((so, step) => advance(so, { at: 2, ...step }) ?? so, newDelivery(1));
  const command: Command = { id: 'c', sessionKey: session.key, action, createdAt: Date.now(), delivery };
  return { commands: new Map([['c', command]]), outbox: [] };
}

describe('queuesOf', () => {
  const old = asking('old', 9 * MINUTE);
  const young = asking('young', MINUTE);
  const approve: Action = { type: 'approve', requestId: 'r-old' };
  const ids = (list: readonly { request: { id: string } }[]): string[] => list.map(({ request }) => request.id);

  it('has the longest wait first, or risks, or projects', () => {
    const risky = makeSession({
      id: 'risky',
      project: 'aaa',
      value: 'needs_attention',
      requests: [permission({ id: 'r-risky', waits: 0, risks: ['Deletes.'] })],
    });
    const all = [young, risky, old];
    expect(ids(queuesOf(all, none, 'oldest').queue)).toEqual(['r-old', 'r-young', 'r-risky']);
    expect(ids(queuesOf(all, none, 'risk').queue)).toEqual(['r-risky', 'r-old', 'r-young']);
    expect(ids(queuesOf(all, none, 'project').queue)).toEqual(['r-risky', 'r-old', 'r-young']);
  });

  it('lets go of what is decided, and takes back what was refused or may not have arrived', () => {
    const on = queuesOf([old, young], decided(old, approve, { state: 'delivering' }), 'oldest');
    expect([ids(on.queue), ids(on.leaving)]).toEqual([['r-young'], ['r-old']]);
    for (const state of ['refused', 'failed', 'unknown'] as const) {
      const reason = { code: 'x', message: 'No.' };
      const back = queuesOf([old, young], decided(old, approve, { state: 'delivering' }, { state, reason }), 'oldest');
      expect(ids(back.queue)).toEqual(['r-old', 'r-young']);
      expect(back.queue[0]?.back?.how).toBe(state);
    }
  });

  it('counts a prompt as the answer to what is asked in prose', () => {
    const prose = makeSession({ id: 'p', value: 'needs_attention', requests: [proseQuestion({ id: 'r-p' })] });
    const prompt: Action = { type: 'prompt', text: 'Yes.' };
    expect(ids(queuesOf([prose], decided(prose, prompt), 'oldest').leaving)).toEqual(['r-p']);
    expect(ids(queuesOf([old], decided(old, prompt), 'oldest').queue)).toEqual(['r-old']);
  });

  it('keeps apart what is put off, what is over, and what waits without a word', () => {
    const asleep = asking('asleep', MINUTE, { marks: { snoozedUntil: Date.now() + MINUTE } });
    const over = { ...asking('over', MINUTE), status: { ...old.status, value: 'ended' as const } };
    const silent = makeSession({ id: 'silent', value: 'needs_attention' });
    const queues = queuesOf([asleep, over, silent], none, 'oldest');
    expect(queues.queue).toEqual([]);
    expect(queues.snoozed).toEqual([asleep]);
    expect(queues.silent).toEqual([silent]);
  });
});
