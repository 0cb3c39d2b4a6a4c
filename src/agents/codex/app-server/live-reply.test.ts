import { beforeEach, describe, expect, test } from 'vitest';
import { LiveReply } from './live-reply.ts';

const message = (id: string) => ({ type: 'agentMessage', id });

describe('a message that is being written', () => {
  let told: object[];
  let reply: LiveReply;
  beforeEach(() => {
    told = [];
    reply = new LiveReply((saying) => told.push(saying));
  });

  test('is told piece by piece, and that it is on record', () => {
    reply.started(message('m1'));
    reply.continued('m1', 'one ');
    reply.continued('m1', '');
    reply.continued('m1', 'two');
    reply.ended(message('m1'));
    reply.dropped();
    expect(told).toEqual([
      { itemId: 'm1', more: 'one ', over: false },
      { itemId: 'm1', more: 'two', over: false },
      { itemId: 'm1', more: '', over: true },
    ]);
  });

  test('without its beginning it is left alone; so is what is no message', () => {
    reply.continued('m1', 'from the middle');
    reply.ended(message('m1'));
    reply.started({ type: 'reasoning', id: 'r1' });
    reply.continued('r1', 'thoughts');
    expect(told).toEqual([]);
  });

  test('is given up with its turn, and by the next one', () => {
    reply.started(message('m1'));
    reply.continued('m1', 'one');
    reply.started(message('m2'));
    reply.dropped();
    expect(told.slice(1)).toEqual([
      { itemId: 'm1', more: '', over: true, dropped: true },
      { itemId: 'm2', more: '', over: true, dropped: true },
    ]);
  });
});
