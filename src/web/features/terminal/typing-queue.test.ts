import { describe, expect, it } from 'vitest';
import type { PaneKeys } from '../../../contract/screen.ts';
import { TypingQueue } from './typing-queue.ts';

function queue() {
  const sent: PaneKeys[] = [];
  const refusals: string[] = [];
  const replies: ((reply: { ok: boolean; reason?: string }) => void)[] = [];
  const typing = new TypingQueue({
    send: (keys) => {
      sent.push(keys);
      return new Promise((resolve) => replies.push(resolve));
    },
    refused: (reason) => refusals.push(reason),
  });
  const answer = async (reply: { ok: boolean; reason?: string } = { ok: true }): Promise<void> => {
    replies.shift()?.(reply);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { typing, sent, refusals, answer };
}

describe('TypingQueue', () => {
  it('has one batch on its way, and joins what is typed meanwhile', async () => {
    const { typing, sent, answer } = queue();
    for (const text of ['a', 'b', 'c']) typing.add({ text });
    typing.add({ key: 'enter' });
    typing.add({ text: 'd' });
    expect(sent).toEqual([{ text: 'a' }]);
    await answer();
    expect(sent.at(-1)).toEqual({ text: 'bc' });
    await answer();
    expect(sent.at(-1)).toEqual({ key: 'enter' });
    await answer();
    expect(sent.at(-1)).toEqual({ text: 'd' });
  });

  it('never makes one paste of several', async () => {
    const { typing, sent, answer } = queue();
    for (const text of ['x', 'a\nb', 'c']) typing.add({ text });
    await answer();
    await answer();
    expect(sent).toEqual([{ text: 'x' }, { text: 'a\nb' }, { text: 'c' }]);
  });

  it('drops what was typed after a key that was refused', async () => {
    const { typing, sent, refusals, answer } = queue();
    typing.add({ text: 'a' });
    typing.add({ key: 'enter' });
    await answer({ ok: false, reason: 'why' });
    expect([sent, refusals]).toEqual([[{ text: 'a' }], ['why']]);
  });

  it('says nothing any more when it was stopped', async () => {
    const { typing, sent, refusals, answer } = queue();
    typing.add({ text: 'a' });
    typing.add({ text: 'b' });
    typing.stop();
    await answer({ ok: false, reason: 'why' });
    expect([sent, refusals]).toEqual([[{ text: 'a' }], []]);
  });
});
