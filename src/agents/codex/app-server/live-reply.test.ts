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
    reply.started({ type: 'fileChange', id: 'r1' });
    reply.continued('r1', 'a patch');
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

  test('thoughts and the output of commands are told as what they are; what said nothing does not end either', () => {
    reply.started(message('m1'));
    reply.started({ type: 'reasoning', id: 'r1' });
    reply.started({ type: 'commandExecution', id: 'c1', command: "/bin/bash -lc 'npm test'" });
    reply.started({ type: 'commandExecution', id: 'c2', command: 'true' });
    reply.continued('r1', 'first', 0);
    reply.continued('r1', 'second', 1);
    reply.continued('c1', 'ok 1');
    reply.ended({ type: 'commandExecution', id: 'c2' });
    reply.ended({ type: 'commandExecution', id: 'c1' });
    expect(told).toEqual([
      { itemId: 'r1', of: 'thinking', more: 'first', over: false },
      { itemId: 'r1', of: 'thinking', more: '\n\nsecond', over: false },
      { itemId: 'c1', of: 'output', title: 'npm test', more: 'ok 1', over: false },
      { itemId: 'c1', of: 'output', title: 'npm test', more: '', over: true },
    ]);
  });
});
